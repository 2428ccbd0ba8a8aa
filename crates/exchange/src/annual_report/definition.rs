//! What each figure of the annual report counts, in plain English.

/// Whose definitions these are; printed wherever they are.
pub const WHOSE_DEFINITIONS: &str = "These definitions are this service's own and not a trust's: figures that a trust \
                                     publishes may be counted in another way.";

/// A sentence for every figure, by its key in the JSON report and in the order in which they are printed.
///
/// # Source
/// Section 4 of the contracts; no national definition of a re-referral exists.
pub const DEFINITIONS: &[(&str, &str)] = &[
    (
        "referrals",
        "Referrals of women and birthing people that were received in the period, both days included, by the team to \
         which each was first directed. A later handover does not move the count. It is the sum of accepted, rejected, \
         signposted, withdrawn and pending.",
    ),
    ("people", "Different people among these referrals. Someone who was referred twice to the same team counts once."),
    ("accepted", "Of these referrals, those that the team took on, as it stands now, whenever it was decided."),
    ("rejected", "Of these referrals, those that were not taken on, as it stands now, whenever it was decided."),
    (
        "signposted",
        "Of these referrals, those that were pointed to another service, as it stands now, whenever it was decided.",
    ),
    (
        "withdrawn",
        "Of these referrals, those that the person or the referrer withdrew, as it stands now, whenever it happened.",
    ),
    ("pending", "Of these referrals, those that are not decided as it stands now."),
    (
        "rejected_percent",
        "Rejected as a percentage of referrals, to one decimal, half rounded up; 0.0 when none was received.",
    ),
    (
        "rejected_percent_of_decided",
        "Rejected as a percentage of referrals without those pending, to one decimal, half rounded up; 0.0 when none \
         was decided.",
    ),
    (
        "rejection_reasons",
        "Why referrals were rejected, the most frequent reason first. A rejection with several reasons counts under \
         each, so the counts can add up to more than rejected; one without a reason counts under \"not recorded\".",
    ),
    (
        "re_referrals_after_rejection",
        "Of these referrals, those where the latest earlier referral of the same person to the same team was rejected. \
         Earlier means received earlier: of two received at the same instant neither is.",
    ),
    (
        "re_referrals_after_discharge",
        "Of these referrals, those where the latest earlier referral of the same person to the same team was accepted, \
         and she was discharged before this one was received.",
    ),
    (
        "re_referrals_after_any_rejection",
        "Of these referrals, those where any earlier referral of the same person to the same team was rejected.",
    ),
    (
        "re_referrals_after_any_discharge",
        "Of these referrals, those where any earlier referral of the same person to the same team was accepted, and \
         she was discharged before this one was received.",
    ),
    (
        "re_referrals_after_discharge_new_pregnancy",
        "Of the re-referrals after discharge, those about another pregnancy: the dates on which the two pregnancies \
         were due or ended lie more than 300 days apart.",
    ),
    (
        "partners_assessed",
        "Referrals of partners with an assessment that took place in the period, whenever they were received; \"not \
         offered\" where the team does not assess partners and none was.",
    ),
    (
        "re_referrals_after_rejection_by_any_team",
        "Of these referrals, those where the latest earlier referral of the same person to any team was rejected.",
    ),
    (
        "re_referrals_after_discharge_by_any_team",
        "Of these referrals, those where the latest earlier referral of the same person to any team was accepted, and \
         she was discharged before this one was received.",
    ),
];
