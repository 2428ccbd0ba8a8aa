//! National code lists as data: what a code means, and whether it is still in use.
//!
//! Retired codes stay valid for history: they were right on the day they were written.

/// One entry of a national code list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The code as it is written in a data set.
    pub code: &'static str,
    /// What the code means, as staff read it.
    pub label: &'static str,
    /// Whether the code is no longer given to new records.
    pub retired: bool,
}

/// Finds a code in a list; codes are compared exactly.
pub fn find(list: &'static [Code], code: &str) -> Option<&'static Code> {
    list.iter().find(|entry| entry.code == code)
}

/// MHSDS source of referral.
///
/// # Source
/// NHS Data Model and Dictionary, October 2020 release (MHSDS v4.1, MSDS v2.0), Apache-2.0, Crown copyright; M9, Q1 and Q2 from NHSDigital/mental-health-monthly-statistics 7b4d742 (2025-09-18), MIT.
pub static SOURCE_OF_REFERRAL: &[Code] = &[
    Code { code: "A1", label: "Primary Health Care: General Medical Practitioner Practice", retired: false },
    Code { code: "A2", label: "Primary Health Care: Health Visitor", retired: false },
    Code { code: "A3", label: "Other Primary Health Care", retired: false },
    Code { code: "A4", label: "Primary Health Care: Maternity Service", retired: false },
    Code { code: "B1", label: "Self-Referral: Self", retired: false },
    Code { code: "B2", label: "Self-Referral: Carer/Relative", retired: false },
    Code { code: "C1", label: "Local Authority and Other Public Services: Social Services", retired: false },
    Code {
        code: "C2",
        label: "Local Authority and Other Public Services: Education Service / Educational Establishment",
        retired: false,
    },
    Code { code: "C3", label: "Local Authority and Other Public Services: Housing Service", retired: false },
    Code { code: "D1", label: "Employer", retired: false },
    Code { code: "D2", label: "Employer: Occupational Health", retired: false },
    Code { code: "E1", label: "Justice System: Police", retired: false },
    Code { code: "E2", label: "Justice System: Courts", retired: false },
    Code { code: "E3", label: "Justice System: Probation Service", retired: false },
    Code { code: "E4", label: "Justice System: Prison", retired: false },
    Code { code: "E5", label: "Justice System: Court Liaison and Diversion Service", retired: false },
    Code { code: "E6", label: "Justice System: Youth Offending Team", retired: false },
    Code { code: "F1", label: "Child Health: School Nurse", retired: false },
    Code { code: "F2", label: "Child Health: Hospital-based Paediatrics", retired: false },
    Code { code: "F3", label: "Child Health: Community-based Paediatrics", retired: false },
    Code { code: "G1", label: "Independent sector - Medium Secure Inpatients", retired: false },
    Code { code: "G2", label: "Independent Sector - Low Secure Inpatients", retired: false },
    Code { code: "G3", label: "Other Independent Sector Mental Health Services", retired: false },
    Code { code: "G4", label: "Voluntary Sector", retired: false },
    Code { code: "H1", label: "Acute Secondary Care: Emergency Care Department", retired: false },
    Code { code: "H2", label: "Other secondary care specialty", retired: false },
    Code { code: "I1", label: "Temporary transfer from another Mental Health NHS Trust", retired: false },
    Code { code: "I2", label: "Permanent transfer from another Mental Health NHS Trust", retired: false },
    Code { code: "J1", label: "Community Mental Health Team (Adult Mental Health)", retired: true },
    Code { code: "J2", label: "Community Mental Health Team (Older People)", retired: true },
    Code { code: "J3", label: "Community Mental Health Team (Learning Disabilities)", retired: true },
    Code { code: "J4", label: "Community Mental Health Team (Child and Adolescent Mental Health)", retired: true },
    Code { code: "K1", label: "Inpatient Service (Adult Mental Health)", retired: true },
    Code { code: "K2", label: "Inpatient Service (Older People)", retired: true },
    Code { code: "K3", label: "Inpatient Service (Forensics)", retired: true },
    Code { code: "K4", label: "Inpatient Service (Child and Adolescent Mental Health)", retired: true },
    Code { code: "K5", label: "Inpatient Service (Learning Disabilities)", retired: true },
    Code {
        code: "L1",
        label: "Transfer by graduation from Child and Adolescent Mental Health Service to Adult Mental Health Services",
        retired: true,
    },
    Code {
        code: "L2",
        label: "Transfer by graduation from Adult Mental Health Services to Older Peoples Mental Health Services",
        retired: true,
    },
    Code { code: "M1", label: "Other: Asylum Services", retired: false },
    Code { code: "M2", label: "Other: Telephone or Electronic Access Service", retired: false },
    Code { code: "M3", label: "Other: Out of Area Agency", retired: false },
    Code { code: "M4", label: "Other: Drug Action Team / Drug Misuse Agency", retired: false },
    Code { code: "M5", label: "Other: Jobcentre Plus", retired: false },
    Code { code: "M6", label: "Other SERVICE or agency", retired: false },
    Code { code: "M7", label: "Other: Single Point of Access Service", retired: false },
    Code { code: "M8", label: "Other: Debt Agency", retired: false },
    Code {
        code: "N1",
        label: "Stepped up from low intensity Improving Access to Psychological Therapies Service",
        retired: false,
    },
    Code {
        code: "N2",
        label: "Stepped down from high intensity Improving Access to Psychological Therapies Service",
        retired: false,
    },
    Code { code: "N3", label: "Improving Access to Psychological Therapies Service", retired: false },
    Code { code: "P1", label: "Internal Referral", retired: false },
    Code { code: "M9", label: "Other: Urgent and Emergency Care Ambulance Service", retired: false },
    Code { code: "Q1", label: "Mental Health Drop In Service", retired: false },
    Code { code: "Q2", label: "Code Q2 (valid from MHSDS v6; description not seen)", retired: false },
];

/// MSDS pregnancy outcome.
///
/// # Source
/// NHS Data Model and Dictionary, October 2020 release (MHSDS v4.1, MSDS v2.0), Apache-2.0, Crown copyright.
pub static PREGNANCY_OUTCOME: &[Code] = &[
    Code { code: "01", label: "Live birth", retired: false },
    Code { code: "02", label: "Antepartum Stillbirth", retired: false },
    Code { code: "03", label: "Intrapartum Stillbirth", retired: false },
    Code { code: "04", label: "Stillbirth - timing unknown", retired: false },
    Code { code: "05", label: "Termination of Pregnancy equal to or greater than 24 weeks", retired: false },
    Code { code: "98", label: "Other (not listed)", retired: false },
    Code { code: "10", label: "Live birth", retired: true },
    Code { code: "20", label: "Stillbirth", retired: true },
    Code { code: "30", label: "Miscarriage", retired: true },
    Code { code: "40", label: "Termination of Pregnancy less than 24 weeks", retired: true },
    Code { code: "50", label: "Termination of Pregnancy equal to or greater than 24 weeks", retired: true },
    Code { code: "XX", label: "Other including vanishing/papyraceous twin, or ectopic", retired: true },
];

/// MHSDS referral rejection reason.
///
/// # Source
/// NHS Data Model and Dictionary, October 2020 release (MHSDS v4.1, MSDS v2.0), Apache-2.0, Crown copyright.
pub static REJECTION_REASON: &[Code] = &[
    Code { code: "01", label: "Duplicate referral: already being treated for the same condition", retired: false },
    Code { code: "02", label: "Inappropriate referral for the services offered", retired: false },
    Code { code: "03", label: "Incomplete information on the referral", retired: false },
];

/// MHSDS referral closure reason.
///
/// # Source
/// NHS Data Model and Dictionary, October 2020 release (MHSDS v4.1, MSDS v2.0), Apache-2.0, Crown copyright.
pub static CLOSURE_REASON: &[Code] = &[
    Code { code: "01", label: "Admitted elsewhere (at the same or other Health Care Provider)", retired: false },
    Code { code: "02", label: "Treatment completed", retired: false },
    Code { code: "03", label: "Moved out of the area", retired: false },
    Code { code: "04", label: "No further treatment appropriate", retired: false },
    Code { code: "05", label: "Patient did not attend", retired: false },
    Code { code: "06", label: "Patient died", retired: false },
    Code { code: "07", label: "Patient requested discharge", retired: false },
    Code {
        code: "08",
        label: "Referred to other speciality/ service (at the same or other Health Care Provider)",
        retired: false,
    },
    Code { code: "09", label: "Patient refused to be seen", retired: false },
];

/// Ethnic category, the full national list: groups are never collapsed when they are stored.
///
/// # Source
/// NHSDigital/mental-health-monthly-statistics 7b4d742 (2025-09-18), MIT.
pub static ETHNIC_CATEGORY: &[Code] = &[
    Code { code: "A", label: "British", retired: false },
    Code { code: "B", label: "Irish", retired: false },
    Code { code: "C", label: "Any Other White background", retired: false },
    Code { code: "D", label: "White and Black Caribbean", retired: false },
    Code { code: "E", label: "White and Black African", retired: false },
    Code { code: "F", label: "White and Asian", retired: false },
    Code { code: "G", label: "Any Other mixed background", retired: false },
    Code { code: "H", label: "Indian", retired: false },
    Code { code: "J", label: "Pakistani", retired: false },
    Code { code: "K", label: "Bangladeshi", retired: false },
    Code { code: "L", label: "Any Other Asian background", retired: false },
    Code { code: "M", label: "Caribbean", retired: false },
    Code { code: "N", label: "African", retired: false },
    Code { code: "P", label: "Any Other Black background", retired: false },
    Code { code: "R", label: "Chinese", retired: false },
    Code { code: "S", label: "Any Other Ethnic Group", retired: false },
    Code { code: "T", label: "Gypsy or Irish Traveller", retired: false },
    Code { code: "U", label: "Roma", retired: false },
    Code { code: "V", label: "Arab", retired: false },
    Code { code: "Z", label: "Not Stated", retired: false },
    Code { code: "99", label: "Not Known", retired: false },
];

/// MHSDS service or team type referred to.
///
/// # Source
/// NHSDigital/mental-health-monthly-statistics 7b4d742 (2025-09-18), MIT.
pub static TEAM_TYPE: &[Code] = &[
    Code { code: "A01", label: "Day Care Service", retired: false },
    Code { code: "A02", label: "Crisis Resolution Team/Home Treatment Service", retired: false },
    Code { code: "A03", label: "Crisis Resolution Team", retired: false },
    Code { code: "A04", label: "Home Treatment Service", retired: false },
    Code { code: "A05", label: "Primary Care Mental Health Service", retired: false },
    Code { code: "A06", label: "Community Mental Health Team - Functional", retired: false },
    Code { code: "A07", label: "Community Mental Health Team - Organic", retired: false },
    Code { code: "A08", label: "Assertive Outreach Team", retired: false },
    Code { code: "A09", label: "Community Rehabilitation Service", retired: false },
    Code { code: "A10", label: "General Psychiatry Service", retired: false },
    Code { code: "A11", label: "Psychiatric Liaison Service", retired: false },
    Code { code: "A12", label: "Psychotherapy Service", retired: false },
    Code { code: "A13", label: "Psychological Therapy Service (non IAPT)", retired: false },
    Code { code: "A14", label: "Early Intervention Team for Psychosis", retired: false },
    Code { code: "A15", label: "Young Onset Dementia Team", retired: false },
    Code { code: "A16", label: "Personality Disorder Service", retired: false },
    Code { code: "A17", label: "Memory Services/Clinic/Drop in service", retired: false },
    Code { code: "A18", label: "Single Point of Access Service", retired: false },
    Code { code: "A19", label: "24/7 Crisis Response Line", retired: false },
    Code { code: "A20", label: "Health Based Place Of Safety Service", retired: false },
    Code { code: "A21", label: "Crisis Café/Safe Haven/Sanctuary Service", retired: false },
    Code { code: "A22", label: "Walk-in Crisis Assessment Unit Service", retired: false },
    Code { code: "A23", label: "Psychiatric Decision Unit Service", retired: false },
    Code { code: "A24", label: "Acute Day Service", retired: false },
    Code { code: "A25", label: "Crisis House Service", retired: false },
    Code { code: "B01", label: "Forensic Mental Health Service", retired: false },
    Code { code: "B02", label: "Forensic Learning Disability Service", retired: false },
    Code { code: "C01", label: "Autism Service", retired: false },
    Code { code: "C02", label: "Specialist Perinatal Mental Health Community Service", retired: false },
    Code { code: "C04", label: "Neurodevelopment Team", retired: false },
    Code { code: "C05", label: "Paediatric Liaison Service", retired: false },
    Code { code: "C06", label: "Looked After Children Service", retired: false },
    Code { code: "C07", label: "Youth Offending Service", retired: false },
    Code { code: "C08", label: "Acquired Brain Injury Service", retired: false },
    Code { code: "C10", label: "Community Eating Disorder Service", retired: false },
    Code { code: "D01", label: "Substance Misuse Team", retired: false },
    Code { code: "D02", label: "Criminal Justice Liaison and Diversion Service", retired: false },
    Code { code: "D03", label: "Prison Psychiatric Inreach Service", retired: false },
    Code { code: "D04", label: "Asylum Service", retired: false },
    Code { code: "D05", label: "Individual Placement and Support Service", retired: false },
    Code { code: "D06", label: "Mental Health In Education Service", retired: false },
    Code { code: "D07", label: "Problem Gambling Service", retired: false },
    Code { code: "D08", label: "Rough Sleeping Service", retired: false },
    Code { code: "E01", label: "Community Team for Learning Disabilities", retired: false },
    Code { code: "E02", label: "Epilepsy/Neurological Service", retired: false },
    Code { code: "E03", label: "Specialist Parenting Service", retired: false },
    Code { code: "E04", label: "Enhanced/Intensive Support Service", retired: false },
    Code { code: "F01", label: "Education-based Mental Health Support Team", retired: false },
    Code { code: "F02", label: "Maternal Mental Health Service", retired: false },
    Code { code: "F03", label: "Mental Health Services for Deaf people", retired: false },
    Code { code: "F04", label: "Veterans Complex Treatment Service", retired: false },
    Code { code: "F05", label: "Enhanced care in care homes teams", retired: false },
    Code { code: "F06", label: "Mental Health and Wellbeing Hubs", retired: false },
    Code {
        code: "Z01",
        label: "Other Mental Health Service - in scope of National Tariff Payment System",
        retired: false,
    },
    Code {
        code: "Z02",
        label: "Other Mental Health Service - out of scope of National Tariff Payment System",
        retired: false,
    },
    Code { code: "F07", label: "(description not seen; code valid from MHSDS v6)", retired: false },
];
