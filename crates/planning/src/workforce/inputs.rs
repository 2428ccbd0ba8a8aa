//! The assumptions of the workforce appendix: each with its name, unit, range and where it comes from.

/// An assumption that can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Input {
    /// Live births of the area in a year.
    Births,
    /// Miscarriages for 10,000 births.
    Miscarriages,
    /// Ectopic pregnancies for 10,000 births.
    Ectopic,
    /// Stillbirths for 10,000 births.
    Stillbirths,
    /// Terminations for medical reasons for 10,000 births.
    MedicalTerminations,
    /// How many have a perinatal mental health need.
    Prevalence,
    /// Women seen by specialist services in England in a year.
    AlreadySeen,
    /// Births in England in a year.
    EnglandBirths,
    /// How many are offered care and do not take it up.
    NonTakeUp,
    /// Patients for 10,000 births, as printed.
    Caseload,
    /// How many need a high-intensity therapist.
    ShareHigh,
    /// How many of those also see a low-intensity therapist.
    Overlap,
    /// How much of the planned time is attended.
    Adherence,
    /// Minutes of planning and notes for an hour with a patient.
    PlanningMinutes,
    /// Time of high-intensity therapists for consultation to others.
    Consultation,
    /// Hours of assessment by a high-intensity therapist.
    AssessmentHigh,
    /// Hours of treatment by a high-intensity therapist.
    TreatmentHigh,
    /// Hours of assessment by a low-intensity therapist.
    AssessmentLow,
    /// Hours of treatment by a low-intensity therapist.
    TreatmentLow,
    /// Posts of the clinical lead.
    LeadPosts,
    /// How much of the lead's time is for patients.
    LeadPatientShare,
    /// Weeks worked in a year.
    Weeks,
    /// Hours worked in a week.
    HoursOfWeek,
}

/// What is known of an assumption.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct About {
    /// The name in settings, addresses and documents.
    pub name: &'static str,
    /// What a person reads.
    pub label: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// The value of the appendix.
    pub printed: f64,
    /// The least that is taken.
    pub least: f64,
    /// The most that is taken.
    pub most: f64,
    /// Where the value of the appendix comes from.
    pub source: &'static str,
}

/// Where the appendix gives no other source.
const APPENDIX: &str = "the report's appendix";

const SHARE: &str = "a share";
const LOSSES: &str = "for 10,000 births";
const SOME: (f64, f64) = (0.0, 10_000.0);
const PART: (f64, f64) = (0.0, 1.0);
const HOURS: (f64, f64) = (0.0, 200.0);

/// What is known of each assumption, in the order of [`Input::ALL`].
const ABOUT: [About; Input::ALL.len()] = [
    About::of("births", "Births in the area", "births a year", 10_000.0, (0.0, 2e6), APPENDIX),
    About::of(
        "miscarriages",
        "Miscarriages",
        LOSSES,
        1984.0,
        SOME,
        "Tommy's and Sands Joint Policy Unit, 2024, as the appendix says",
    ),
    About::of(
        "ectopic_pregnancies",
        "Ectopic pregnancies",
        LOSSES,
        198.0,
        SOME,
        "DHSC Fingertips, as the appendix says",
    ),
    About::of("stillbirths", "Stillbirths", LOSSES, 40.0, SOME, "ONS, as the appendix says"),
    About::of(
        "medical_terminations",
        "Terminations for medical reasons",
        LOSSES,
        65.0,
        SOME,
        "DHSC abortion statistics, as the appendix says",
    ),
    About::of("prevalence", "Women with a need", SHARE, 0.258, PART, APPENDIX),
    About::of(
        "already_seen",
        "Seen by specialist services in England",
        "women a year",
        57_170.0,
        (0.0, 2e6),
        "NHS England, the twelve months to February 2024",
    ),
    About::of("england_births", "Births in England", "births a year", 545_000.0, (1.0, 2e6), APPENDIX),
    About::of("non_take_up", "Do not take care up", SHARE, 0.3, PART, APPENDIX),
    About::of(
        "caseload",
        "Patients, as printed (basis published)",
        "patients for 10,000 births",
        1020.0,
        SOME,
        "printed in the appendix; it does not follow from the assumptions before it",
    ),
    About::of("share_high_intensity", "Need high intensity", SHARE, 0.65, PART, APPENDIX),
    About::of(
        "overlap",
        "Of those, also see low intensity",
        SHARE,
        0.15,
        PART,
        "the appendix, which counts them in both groups and adds no hours",
    ),
    About::of("adherence", "Planned hours that are attended", SHARE, 0.75, PART, APPENDIX),
    About::of(
        "planning_minutes",
        "Planning and notes",
        "minutes for each hour with a patient",
        30.0,
        (0.0, 240.0),
        APPENDIX,
    ),
    About::of(
        "consultation",
        "Consultation to others, on top of high-intensity hours",
        SHARE,
        0.2,
        (0.0, 0.95),
        APPENDIX,
    ),
    About::of(
        "assessment_hours_high_intensity",
        "Assessment, high intensity",
        "hours for each patient",
        1.0,
        HOURS,
        APPENDIX,
    ),
    About::of(
        "treatment_hours_high_intensity",
        "Treatment, high intensity",
        "hours for each patient",
        12.0,
        HOURS,
        APPENDIX,
    ),
    About::of(
        "assessment_hours_low_intensity",
        "Assessment, low intensity",
        "hours for each patient",
        1.0,
        HOURS,
        APPENDIX,
    ),
    About::of(
        "treatment_hours_low_intensity",
        "Treatment, low intensity",
        "hours for each patient",
        7.0,
        HOURS,
        APPENDIX,
    ),
    About::of("lead_posts", "Clinical lead", "whole-time posts", 0.5, (0.0, 100.0), APPENDIX),
    About::of("lead_patient_share", "Lead's time for patients", SHARE, 0.7, PART, APPENDIX),
    About::of("weeks", "Weeks worked", "weeks a year", 42.0, (1.0, 53.0), APPENDIX),
    About::of("hours_of_week", "Hours worked", "hours a week", 37.5, (1.0, 60.0), APPENDIX),
];

impl About {
    const fn of(
        name: &'static str,
        label: &'static str,
        unit: &'static str,
        printed: f64,
        (least, most): (f64, f64),
        source: &'static str,
    ) -> Self {
        Self { name, label, unit, printed, least, most, source }
    }
}

impl Input {
    /// Every assumption, in the order of the calculation.
    pub const ALL: [Self; 23] = [
        Self::Births,
        Self::Miscarriages,
        Self::Ectopic,
        Self::Stillbirths,
        Self::MedicalTerminations,
        Self::Prevalence,
        Self::AlreadySeen,
        Self::EnglandBirths,
        Self::NonTakeUp,
        Self::Caseload,
        Self::ShareHigh,
        Self::Overlap,
        Self::Adherence,
        Self::PlanningMinutes,
        Self::Consultation,
        Self::AssessmentHigh,
        Self::TreatmentHigh,
        Self::AssessmentLow,
        Self::TreatmentLow,
        Self::LeadPosts,
        Self::LeadPatientShare,
        Self::Weeks,
        Self::HoursOfWeek,
    ];

    /// The assumption of a name, if there is one.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|input| input.about().name == name)
    }

    /// Its name in settings, addresses and documents.
    pub fn name(self) -> &'static str {
        self.about().name
    }

    /// What is known of it.
    pub fn about(self) -> About {
        let [first, ..] = ABOUT;
        ABOUT.get(self.place()).copied().unwrap_or(first)
    }

    fn place(self) -> usize {
        self as usize
    }
}

/// How consultation adds to the hours of high-intensity therapists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ConsultationAs {
    /// On top of the hours with patients, as the appendix has it.
    #[default]
    OnTop,
    /// As a share of all their hours, as the words of the appendix say.
    Share,
}

impl ConsultationAs {
    /// Both.
    pub const ALL: [Self; 2] = [Self::OnTop, Self::Share];

    /// The code of settings and documents.
    pub fn code(self) -> &'static str {
        match self {
            Self::OnTop => "on_top",
            Self::Share => "share",
        }
    }

    /// The one of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What adherence reduces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AdherenceOn {
    /// All hours, the assessment too, as the appendix has it.
    #[default]
    AllHours,
    /// The hours of treatment alone.
    Treatment,
}

impl AdherenceOn {
    /// Both.
    pub const ALL: [Self; 2] = [Self::AllHours, Self::Treatment];

    /// The code of settings and documents.
    pub fn code(self) -> &'static str {
        match self {
            Self::AllHours => "all_hours",
            Self::Treatment => "treatment",
        }
    }

    /// The one of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// The value of every assumption.
#[derive(Debug, Clone, PartialEq)]
pub struct Inputs {
    values: [f64; Input::ALL.len()],
    /// How consultation adds.
    pub consultation_as: ConsultationAs,
    /// What adherence reduces.
    pub adherence_on: AdherenceOn,
}

/// A value that is not taken: by which name, in which unit, within which range.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{name} is {given} (expected {unit}, from {least} to {most})")]
pub struct OutOfRange {
    /// The name of the assumption.
    pub name: &'static str,
    /// What was given.
    pub given: String,
    /// Its unit.
    pub unit: &'static str,
    /// The least that is taken.
    pub least: f64,
    /// The most that is taken.
    pub most: f64,
}

impl Inputs {
    /// The assumptions as printed.
    pub fn printed() -> Self {
        Self {
            values: Input::ALL.map(|input| input.about().printed),
            consultation_as: ConsultationAs::default(),
            adherence_on: AdherenceOn::default(),
        }
    }

    /// The value of one.
    pub fn of(&self, input: Input) -> f64 {
        self.values.get(input.place()).copied().unwrap_or_default()
    }

    /// These, with another value of one.
    ///
    /// # Errors
    /// [`OutOfRange`] where it is no number within the range of the assumption.
    pub fn with(mut self, input: Input, value: f64) -> Result<Self, OutOfRange> {
        let About { name, unit, least, most, .. } = input.about();
        if !(least..=most).contains(&value) {
            return Err(OutOfRange { name, given: value.to_string(), unit, least, most });
        }
        if let Some(held) = self.values.get_mut(input.place()) {
            *held = value;
        }
        Ok(self)
    }

    /// These, with another value of one as somebody wrote it; thousands may have commas.
    ///
    /// # Errors
    /// As [`Self::with`].
    pub fn with_written(self, input: Input, written: &str) -> Result<Self, OutOfRange> {
        let About { name, unit, least, most, .. } = input.about();
        let number = written.trim().replace(',', "").parse::<f64>().ok();
        let number = number.ok_or_else(|| OutOfRange { name, given: format!("\"{written}\""), unit, least, most })?;
        self.with(input, number)
    }

    /// The assumptions that are otherwise than printed.
    pub fn changed(&self) -> impl Iterator<Item = (Input, f64)> + '_ {
        Input::ALL
            .into_iter()
            .map(|input| (input, self.of(input)))
            .filter(|(input, value)| *value != input.about().printed)
    }
}
