//! Where the printed arithmetic does not follow: said with every plan, with the numbers of these assumptions.

use super::{Basis, ConsultationAs, Input, Inputs, plan, where_they_part};

/// What has to be known of a plan: why the other basis gives another total, and where the printed arithmetic does not follow.
pub fn notes(inputs: &Inputs, basis: Basis) -> Vec<String> {
    let (own, other) = (plan(inputs, basis), plan(inputs, basis.other()));
    let mut notes = Vec::new();
    notes.push(match where_they_part(&own, &other) {
        Some((here, there)) => format!(
            "basis: {} gives {} posts ({:.4} exact), {} gives {} ({:.4}). They part at \"{}\": {:.2} here ({}), {:.2} there ({})",
            own.basis.name(),
            own.posts.total,
            own.posts.exact,
            other.basis.name(),
            other.posts.total,
            other.posts.exact,
            here.what,
            here.value,
            here.how,
            there.value,
            there.how,
        ),
        None => "basis: both give the same".to_owned(),
    });
    let stated = plan(inputs, Basis::Stated);
    notes.push(format!(
        "caseload: the printed 1,020 patients do not follow from the printed assumptions, which give {:.2} here; no reading of them that was tried gives it for a stated reason",
        stated.patients,
    ));
    notes.push(format!(
        "rounding: the appendix prints 14,843 hours; 663 and 357 patients give 14,848.65. Posts are rounded to the nearest half ({:.4} is {}), low intensity to a whole, and high intensity is the rest",
        own.posts.exact, own.posts.total,
    ));
    let mut as_share = inputs.clone();
    as_share.consultation_as = ConsultationAs::Share;
    let as_share = plan(&as_share, basis);
    notes.push(format!(
        "consultation share: {:.0} % is added on top of the hours with patients; {:.0} % of all their hours would be {:.1} hours and {:.4} posts",
        100.0 * inputs.of(Input::Consultation),
        100.0 * inputs.of(Input::Consultation),
        as_share.hours.total,
        as_share.posts.exact,
    ));
    let of_lead = own.posts.clinical_lead * inputs.of(Input::LeadPatientShare) * own.hours_of_post;
    let consulting = own.hours_each_high * (1.0 + inputs.of(Input::Consultation));
    let each = |hours: f64| if hours > 0.0 { of_lead / hours } else { 0.0 };
    notes.push(format!(
        "lead's caseload: {:.2} patients only where the lead does no consultation; with it {:.1}",
        each(own.hours_each_high),
        each(consulting),
    ));
    notes.push(format!(
        "overlap: {:.2} people are counted in both groups and neither the hours nor the total change; it would be {:.2} different people",
        own.both,
        own.patients - own.both,
    ));
    let held = |posts: f64, hours: f64| if hours > 0.0 { posts * own.hours_of_post / hours } else { 0.0 };
    notes.push(format!(
        "low intensity: {} posts have time for {:.1} of {:.1} patients",
        own.posts.low_intensity,
        held(own.posts.low_intensity, own.hours_each_low),
        own.low_intensity,
    ));
    let given = (own.posts.low_intensity + own.posts.high_intensity) * own.hours_of_post + of_lead;
    notes.push(format!(
        "hours of the posts: {} posts give {:.2} hours to patients and consultation, of {:.2} that are needed, since the lead gives only a part",
        own.posts.total, given, own.hours.total,
    ));
    notes.push(
        "already seen: the 57,170 are the twelve months from March 2023 to February 2024, not the year 2023 to 2024"
            .to_owned(),
    );
    notes.push(
        "prevalence: 25.8 % is found among live births and includes severe illness; it is applied to losses too, and all of what is unmet is taken as mild to moderate".to_owned(),
    );
    notes
}
