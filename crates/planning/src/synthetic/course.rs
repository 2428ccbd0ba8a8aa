//! What becomes of one referral: who sent it, what is decided and when, and how care goes.

use jiff::Timestamp;
use porch_domain::referral::Priority;

use super::{calendar::London, draw::Draw, plan::Team};

/// How an invented referral is decided in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// Taken on.
    Accepted,
    /// Not taken on.
    Rejected,
    /// Pointed elsewhere.
    Signposted,
    /// Withdrawn before a decision.
    Withdrawn,
}

/// The dates of care of an accepted referral, to its end.
pub(super) struct Care {
    pub(super) first_contact_at: Option<Timestamp>,
    pub(super) assessed_at: Option<Timestamp>,
    pub(super) discharged_at: Timestamp,
    pub(super) discharge_reason: Option<&'static str>,
}

/// Who refers, as MHSDS source codes in use.
///
/// # Source
/// Referrers: the Dorset service specification (GP, families, community mental health teams, social care, midwives, health
/// visitors, service users). Codes: NHS Data Model and Dictionary; the codes for community mental health teams are retired,
/// so that these are internal referrals (P1) or come by a single point of access (M7). Weights assumed.
pub(super) fn source(draw: &mut Draw, team: Team) -> Option<&'static str> {
    match team {
        Team::Community => draw.pick(&[
            (320, Some("A1")),
            (270, Some("A4")),
            (130, Some("A2")),
            (70, Some("P1")),
            (60, Some("M7")),
            (40, Some("B1")),
            (25, Some("H1")),
            (20, Some("H2")),
            (20, Some("C1")),
            (12, Some("N3")),
            (6, Some("G4")),
            (5, Some("B2")),
            (4, Some("I2")),
            (3, Some("M4")),
            (15, None),
        ]),
        Team::Thrive => draw.pick(&[
            (440, Some("A4")),
            (170, Some("A1")),
            (120, Some("A2")),
            (120, Some("P1")),
            (70, Some("B1")),
            (40, Some("H2")),
            (20, Some("G4")),
            (10, Some("N3")),
            (10, None),
        ]),
    }
}

/// How soon the referrer asks for a response.
///
/// # Source
/// Assumed: most are routine.
pub(super) fn priority(draw: &mut Draw, team: Team) -> Option<Priority> {
    let routine = match team {
        Team::Community => 78,
        Team::Thrive => 94,
    };
    draw.pick(&[
        (routine, Some(Priority::Routine)),
        (100 - routine - 5, Some(Priority::Urgent)),
        (2, Some(Priority::VeryUrgent)),
        (1, Some(Priority::Emergency)),
        (2, None),
    ])
}

/// When a referral is decided.
///
/// # Source
/// The Dorset service specification: a duty clinician every weekday and a meeting three times a week, so that most routine
/// referrals wait no more than a meeting or two; that a few wait for information is assumed.
pub(super) fn decided_at(
    draw: &mut Draw,
    london: &London,
    received: Timestamp,
    priority: Option<Priority>,
) -> Timestamp {
    let days = match priority {
        Some(Priority::Emergency | Priority::VeryUrgent) => 0,
        Some(Priority::Urgent) => draw.pick(&[(60, 0), (35, 1), (5, 2)]),
        Some(Priority::Routine) | None => {
            draw.pick(&[(12, 0), (30, 1), (26, 2), (14, 3), (6, 5), (7, 7), (4, 10), (1, 14)])
        }
    };
    london.at_work_after(draw, received, days)
}

/// Why a rejected referral was rejected, as it was written down.
///
/// # Source
/// "Does not meet eligibility criteria of service": the one reason in the KMPT tables for 2022/23. Codes: MHSDS referral
/// rejection reason. Weights assumed, and that some rows say nothing.
pub(super) fn rejection_reason(draw: &mut Draw, while_open: bool) -> Option<&'static str> {
    let printed = Some("Does not meet eligibility criteria of service");
    if while_open {
        return draw.pick(&[(80, Some("01")), (10, printed), (10, None)]);
    }
    draw.pick(&[(74, printed), (11, Some("02")), (7, Some("03")), (8, None)])
}

/// Where a signposted referral was pointed; free text, as nothing national codes it.
///
/// # Source
/// Assumed.
pub(super) fn signposting_reason(draw: &mut Draw) -> Option<&'static str> {
    draw.pick(&[
        (45, Some("Signposted to Talking Therapies")),
        (20, Some("Signposted to specialist midwife or health visitor")),
        (15, Some("Signposted to community mental health team")),
        (10, Some("Signposted to voluntary sector support")),
        (10, None),
    ])
}

/// Where a partner is pointed.
///
/// # Source
/// KMPT, answer on 2022/23, table 6: no assessment, an online link to a self-assessment questionnaire, and signposting.
pub(super) const PARTNER_SIGNPOSTING: &str = "Online well-being self-assessment questionnaire and signposting";

/// How the care of an accepted referral goes.
///
/// # Source
/// The Dorset service specification asks for a response within 4 hours to emergencies and 28 days to routine referrals. The
/// shape of the delays, how many never attend, and the length of care are assumed: eight months on average with the
/// community team, five with Thrive, and a few weeks for one referral in five that ends with advice after assessment.
pub(super) fn care(
    draw: &mut Draw,
    london: &London,
    team: Team,
    decided: Timestamp,
    priority: Option<Priority>,
) -> Care {
    if draw.happens(6) {
        let days = draw.between(21, 60);
        return Care {
            first_contact_at: None,
            assessed_at: None,
            discharged_at: london.at_work_after(draw, decided, days),
            discharge_reason: draw.pick(&[(60, Some("05")), (20, Some("09")), (15, Some("07")), (5, None)]),
        };
    }
    let until_contact = match priority {
        Some(Priority::Emergency) => 0,
        Some(Priority::VeryUrgent) => draw.between(0, 2),
        Some(Priority::Urgent) => draw.between(1, 8),
        Some(Priority::Routine) | None => draw.between(4, 24) + draw.pick(&[(80, 0), (14, 14), (6, 35)]),
    };
    let first_contact = london.at_work_after(draw, decided, until_contact);
    let until_assessed = draw.pick(&[(40, 0), (35, 7), (20, 14), (5, 28)]);
    let attended = if draw.happens(4) { None } else { Some(until_assessed) };
    let assessed_at = attended.map(|days| match days {
        0 => first_contact,
        days => london.at_work_after(draw, first_contact, days),
    });
    let in_care = if assessed_at.is_none() || draw.happens(20) {
        draw.between(7, 42)
    } else {
        match team {
            Team::Community => 60 + draw.between(0, 210) + draw.between(0, 210),
            Team::Thrive => 50 + draw.between(0, 110) + draw.between(0, 110),
        }
    };
    Care {
        first_contact_at: Some(first_contact),
        assessed_at,
        discharged_at: london.at_work_after(draw, assessed_at.unwrap_or(first_contact), in_care),
        discharge_reason: if assessed_at.is_none() {
            draw.pick(&[(50, Some("07")), (40, Some("05")), (10, None)])
        } else {
            discharge_reason(draw)
        },
    }
}

/// Why care that began with an assessment ended; nobody is said to have died.
///
/// # Source
/// Codes: MHSDS referral closure reason. Weights assumed.
fn discharge_reason(draw: &mut Draw) -> Option<&'static str> {
    draw.pick(&[
        (66, Some("02")),
        (12, Some("08")),
        (7, Some("04")),
        (5, Some("07")),
        (4, Some("03")),
        (3, Some("05")),
        (3, None),
    ])
}
