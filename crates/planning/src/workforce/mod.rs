//! How many staff an area needs, by the model of the workforce appendix; and where its printed arithmetic does not follow.
//!
//! On the basis [`Basis::Published`] the printed caseload is an input, and the printed tables follow from it. On the basis
//! [`Basis::Stated`] the caseload is derived from the printed assumptions, and is half as much again. Which of the two the authors
//! meant cannot be told from what they print, so both are shown.

mod inputs;
mod notes;
mod sensitivity;

pub use inputs::{About, AdherenceOn, ConsultationAs, Input, Inputs, OutOfRange};
pub use notes::notes;
pub use sensitivity::{Swing, swings};

/// For how many births the appendix counts.
const COUNTED_FOR: f64 = 10_000.0;

/// From where the caseload comes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Basis {
    /// The printed caseload.
    #[default]
    Published,
    /// Derived from the printed assumptions.
    Stated,
}

impl Basis {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Published, Self::Stated];

    /// Its name in options, addresses and documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Stated => "stated",
        }
    }

    /// The basis of a name, if there is one.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.name() == name)
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Published => Self::Stated,
            Self::Stated => Self::Published,
        }
    }
}

/// One step of the calculation.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it gives.
    pub what: &'static str,
    /// How.
    pub how: &'static str,
    /// The value.
    pub value: f64,
    /// Its unit.
    pub unit: &'static str,
}

/// Hours of a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hours {
    /// Of high-intensity therapists, with consultation.
    pub high_intensity: f64,
    /// Of low-intensity therapists.
    pub low_intensity: f64,
    /// Of both.
    pub total: f64,
}

/// Whole-time posts, as the appendix rounds them: the whole to the nearest half, low intensity to a whole, and high intensity what
/// is left beside the lead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Posts {
    /// Low-intensity therapists.
    pub low_intensity: f64,
    /// High-intensity therapists.
    pub high_intensity: f64,
    /// The clinical lead.
    pub clinical_lead: f64,
    /// All of them.
    pub total: f64,
    /// All of them, before rounding.
    pub exact: f64,
}

/// What follows from assumptions on one basis.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// From where the caseload comes.
    pub basis: Basis,
    /// Births and losses of the area.
    pub adjusted_births: f64,
    /// Women with a need, less those already seen; before take-up. Only on the basis `stated` the caseload rests on it.
    pub unmet: f64,
    /// Patients of a year.
    pub patients: f64,
    /// Those who need high intensity.
    pub high_intensity: f64,
    /// Those who need low intensity.
    pub low_intensity: f64,
    /// Those of the former who also see a low-intensity therapist.
    pub both: f64,
    /// Hours for one patient, high intensity, without consultation.
    pub hours_each_high: f64,
    /// Hours for one patient, low intensity.
    pub hours_each_low: f64,
    /// Hours of a post in a year.
    pub hours_of_post: f64,
    /// Hours of a year.
    pub hours: Hours,
    /// Posts.
    pub posts: Posts,
    /// By how much England's births are more than the area's; none where the area has none.
    pub england: Option<f64>,
    /// Each step, in its order.
    pub steps: Vec<Step>,
}

/// What follows from assumptions.
pub fn plan(inputs: &Inputs, basis: Basis) -> Plan {
    let of = |input| inputs.of(input);
    let births = of(Input::Births);
    let losses = of(Input::Miscarriages) + of(Input::Ectopic) + of(Input::Stillbirths) + of(Input::MedicalTerminations);
    let adjusted_births = births * (1.0 + losses / COUNTED_FOR);
    let prevalent = adjusted_births * of(Input::Prevalence);
    let seen = of(Input::AlreadySeen) * births / of(Input::EnglandBirths);
    let unmet = (prevalent - seen).max(0.0);
    let derived = unmet * (1.0 - of(Input::NonTakeUp));
    let patients = match basis {
        Basis::Published => of(Input::Caseload) * births / COUNTED_FOR,
        Basis::Stated => derived,
    };
    let high_intensity = patients * of(Input::ShareHigh);
    let low_intensity = patients - high_intensity;
    let with_planning = 1.0 + of(Input::PlanningMinutes) / 60.0;
    let each = |assessment: f64, treatment: f64| match inputs.adherence_on {
        AdherenceOn::AllHours => (assessment + treatment) * of(Input::Adherence) * with_planning,
        AdherenceOn::Treatment => (assessment + treatment * of(Input::Adherence)) * with_planning,
    };
    let hours_each_high = each(of(Input::AssessmentHigh), of(Input::TreatmentHigh));
    let hours_each_low = each(of(Input::AssessmentLow), of(Input::TreatmentLow));
    let for_consultation = match inputs.consultation_as {
        ConsultationAs::OnTop => 1.0 + of(Input::Consultation),
        ConsultationAs::Share => 1.0 / (1.0 - of(Input::Consultation)),
    };
    let high = high_intensity * hours_each_high * for_consultation;
    let low = low_intensity * hours_each_low;
    let hours = Hours { high_intensity: high, low_intensity: low, total: high + low };
    let hours_of_post = of(Input::Weeks) * of(Input::HoursOfWeek);
    let posts = posts(hours, hours_of_post, of(Input::LeadPosts));
    let plan = Plan {
        basis,
        adjusted_births,
        unmet,
        patients,
        high_intensity,
        low_intensity,
        both: high_intensity * of(Input::Overlap),
        hours_each_high,
        hours_each_low,
        hours_of_post,
        hours,
        posts,
        england: (births > 0.0).then(|| of(Input::EnglandBirths) / births),
        steps: Vec::new(),
    };
    Plan { steps: steps(&plan, [losses, prevalent, seen]), ..plan }
}

/// Each step of a plan. Losses, women with a need and those already seen are no part of it.
fn steps(plan: &Plan, [losses, prevalent, seen]: [f64; 3]) -> Vec<Step> {
    let step = |what, how, value, unit| Step { what, how, value, unit };
    let caseload_how = match plan.basis {
        Basis::Published => "the printed caseload, for the births of the area",
        Basis::Stated => "unmet need × (1 − not taken up)",
    };
    vec![
        step(
            "Losses",
            "miscarriages + ectopic pregnancies + stillbirths + medical terminations",
            losses,
            "for 10,000 births",
        ),
        step("Births and losses", "births × (1 + losses ÷ 10,000)", plan.adjusted_births, "a year"),
        step("Women with a need", "births and losses × prevalence", prevalent, "a year"),
        step("Already seen", "seen in England × births ÷ births in England", seen, "a year"),
        step("Unmet need", "with a need − already seen", plan.unmet, "a year"),
        step("Patients", caseload_how, plan.patients, "a year"),
        step("High intensity", "patients × share", plan.high_intensity, "patients"),
        step("Low intensity", "the other patients", plan.low_intensity, "patients"),
        step(
            "Hours for each, high intensity",
            "(assessment + treatment) × adherence × (1 + planning)",
            plan.hours_each_high,
            "hours",
        ),
        step(
            "Hours for each, low intensity",
            "(assessment + treatment) × adherence × (1 + planning)",
            plan.hours_each_low,
            "hours",
        ),
        step(
            "Hours, high intensity",
            "patients × hours for each × consultation",
            plan.hours.high_intensity,
            "hours a year",
        ),
        step("Hours, low intensity", "patients × hours for each", plan.hours.low_intensity, "hours a year"),
        step("Hours of a post", "weeks × hours of a week", plan.hours_of_post, "hours a year"),
        step("Posts", "hours ÷ hours of a post", plan.posts.exact, "whole-time posts"),
    ]
}

/// Posts as the appendix rounds them. A service too small for its lead has no more of a lead than it has posts.
fn posts(hours: Hours, hours_of_post: f64, lead: f64) -> Posts {
    let exact = hours.total / hours_of_post;
    let total = (exact * 2.0).round() / 2.0;
    let clinical_lead = lead.min(total);
    let low_intensity = (hours.low_intensity / hours_of_post).round().min(total - clinical_lead);
    Posts { low_intensity, high_intensity: total - clinical_lead - low_intensity, clinical_lead, total, exact }
}

/// The step at which two plans part: the first whose value is another; none where they are the same.
pub fn where_they_part<'a>(one: &'a Plan, other: &'a Plan) -> Option<(&'a Step, &'a Step)> {
    one.steps.iter().zip(&other.steps).find(|(one, other)| one.value != other.value)
}

/// What the posts of a plan cost in a year, with on-costs, where somebody gives what one of each band costs.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Costs {
    /// One whole-time post of band 5, in pounds a year.
    pub low_intensity: Option<f64>,
    /// One of band 7.
    pub high_intensity: Option<f64>,
    /// One of band 8a.
    pub clinical_lead: Option<f64>,
}

impl Costs {
    /// The most that a post is taken to cost in a year, in pounds.
    pub const DEAREST: f64 = 1e6;

    /// What one post costs, as somebody wrote it: pounds a year, with or without the sign and commas; none where that is no cost.
    pub fn of_post(written: &str) -> Option<f64> {
        let number = written.replace(',', "").trim().trim_start_matches('£').parse::<f64>().ok();
        number.filter(|cost| (0.0..=Self::DEAREST).contains(cost))
    }

    /// What all posts cost; none where one of the bands has no cost.
    pub fn of(&self, posts: &Posts) -> Option<f64> {
        let low = self.low_intensity? * posts.low_intensity;
        Some(low + self.high_intensity? * posts.high_intensity + self.clinical_lead? * posts.clinical_lead)
    }
}
