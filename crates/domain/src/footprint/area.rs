//! For whom a local system is responsible: by where she lives, by her GP, or by either (D1).

use serde::Serialize;

use super::Footprint;
use crate::person::Identity;

/// What makes somebody one of the area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AreaBasis {
    /// Where she lives.
    Residence,
    /// Where her GP is.
    Gp,
    /// Either of the two.
    Either,
}

/// The area of a footprint, as its file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaRule {
    /// What makes somebody one of it.
    pub basis: AreaBasis,
    /// Outward parts of postcodes, such as `CT1`.
    pub districts: Vec<String>,
    /// ODS codes of practices.
    pub practices: Vec<String>,
    /// The code of the source that states it, where one does.
    pub source: Option<String>,
    /// Whether no source states it.
    pub assumed: bool,
}

/// Whether somebody is of the area. Out is something to say a reason for, never a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    /// She is.
    In,
    /// She is not.
    Out,
    /// What is known of her does not say, or the footprint names no area.
    NotKnown,
}

/// Whether somebody is of the area of a footprint, by what is known of her.
pub fn area_of(identity: &Identity, footprint: &Footprint) -> Area {
    let Some(rule) = &footprint.area else { return Area::NotKnown };
    let residence = identity.postcode.as_deref().and_then(outward).filter(|_| !rule.districts.is_empty());
    let residence = residence.map(|outward| rule.districts.contains(&outward));
    let practice = identity.gp_practice.as_deref().map(str::trim).filter(|code| !code.is_empty());
    let practice = practice.filter(|_| !rule.practices.is_empty());
    let practice = practice.map(|code| rule.practices.iter().any(|known| known.eq_ignore_ascii_case(code)));
    let said = |known: Option<bool>| known.map_or(Area::NotKnown, |of_it| if of_it { Area::In } else { Area::Out });
    match rule.basis {
        AreaBasis::Residence => said(residence),
        AreaBasis::Gp => said(practice),
        AreaBasis::Either => match (residence, practice) {
            (Some(true), _) | (_, Some(true)) => Area::In,
            (Some(false), Some(false)) => Area::Out,
            // One says no and the other is not known: she may still be of the area.
            (None | Some(false), None) | (None, Some(false)) => Area::NotKnown,
        },
    }
}

/// The outward part of a postcode, written whole or alone; none where the text cannot be a postcode.
fn outward(postcode: &str) -> Option<String> {
    let packed: String = postcode.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    let whole = packed.len() >= 5 && packed.len() <= 7 && packed.is_ascii();
    let inward = whole.then(|| packed.split_at(packed.len() - 3)).filter(|(_, inward)| {
        let mut bytes = inward.bytes();
        bytes.next().is_some_and(|b| b.is_ascii_digit()) && bytes.all(|b| b.is_ascii_uppercase())
    });
    let outward = inward.map_or(packed.as_str(), |(outward, _)| outward);
    is_district(outward).then(|| outward.to_owned())
}

/// Whether text is the outward part of a postcode: one or two letters, a digit, and a digit or letter more at most.
pub(super) fn is_district(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = text.get(letters..).unwrap_or_default().as_bytes();
    (1..=2).contains(&letters)
        && (1..=2).contains(&rest.len())
        && rest.first().is_some_and(u8::is_ascii_digit)
        && rest.iter().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(basis: &str, practices: &str) -> Footprint {
        let plain = include_str!("../../../../footprints/kent-medway.toml");
        let (before, _) = plain.split_once("[area]").unwrap();
        let after = plain.split_once("[[not_offered]]").unwrap().1;
        let area = format!("[area]\nbasis = \"{basis}\"\ndistricts = [\"CT1\", \"ME4\"]\npractices = [{practices}]\n");
        Footprint::parse(&format!("{before}{area}\n[[not_offered]]{after}")).unwrap()
    }

    fn who(postcode: &str, practice: &str) -> Identity {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Identity { postcode: text(postcode), gp_practice: text(practice), ..Identity::default() }
    }

    // D1
    #[test]
    fn the_area_is_by_home_or_practice_as_the_footprint_says_and_not_known_is_not_out() {
        for (basis, postcode, practice, area) in [
            ("residence", "CT1 2AB", "", Area::In),
            ("residence", "ct12ab", "", Area::In),
            ("residence", "CT1", "", Area::In),
            ("residence", "CT12 3AB", "", Area::Out),
            ("residence", "CT11AB", "", Area::In),
            ("residence", "SE1A 1AA", "G00001", Area::Out),
            ("residence", "no postcode", "", Area::NotKnown),
            ("residence", "", "G00001", Area::NotKnown),
            ("gp", "CT1 2AB", "", Area::NotKnown),
            ("gp", "SE1 2AB", "g00001", Area::In),
            ("gp", "CT1 2AB", "G00002", Area::Out),
            ("either", "SE1 2AB", "G00001", Area::In),
            ("either", "CT1 2AB", "G00002", Area::In),
            ("either", "SE1 2AB", "G00002", Area::Out),
            ("either", "SE1 2AB", "", Area::NotKnown),
            ("either", "", "G00002", Area::NotKnown),
            ("either", "", "", Area::NotKnown),
        ] {
            let footprint = with(basis, "\"G00001\"");
            assert_eq!(area_of(&who(postcode, practice), &footprint), area, "{basis} {postcode} {practice}");
        }
        let without_practices = with("either", "");
        assert_eq!(area_of(&who("SE1 2AB", "G00002"), &without_practices), Area::NotKnown, "no list, so nobody knows");
    }

    #[test]
    fn kent_and_medway_knows_its_districts_and_says_that_they_are_assumed() {
        let kent = Footprint::parse(include_str!("../../../../footprints/kent-medway.toml")).unwrap();
        for (postcode, area) in [
            ("CT1 1AA", Area::In),
            ("ME7 5NY", Area::In),
            ("TN23 1AA", Area::In),
            ("DA1 1AA", Area::In),
            ("TN40 1AA", Area::Out),
            ("DA5 1AA", Area::Out),
            ("SE1 1AA", Area::Out),
        ] {
            assert_eq!(area_of(&who(postcode, ""), &kent), area, "{postcode}");
        }
        assert!(kent.area.as_ref().unwrap().assumed);
        assert!(kent.assumed.iter().any(|assumed| assumed.at == "area"));
    }

    #[test]
    fn a_footprint_without_an_area_knows_nobodys() {
        let plain = include_str!("../../../../footprints/dorset.toml");
        let dorset = Footprint::parse(plain).unwrap();
        assert_eq!(dorset.area, None);
        assert_eq!(area_of(&who("CT1 1AA", ""), &dorset), Area::NotKnown);
    }

    #[test]
    fn a_wrong_area_is_told_with_its_line() {
        let plain = include_str!("../../../../footprints/dorset.toml");
        let lines = plain.lines().count();
        let wrong =
            "\n[area]\nbasis = \"parish\"\ndistricts = [\"Canterbury\", \"CT1\", \"CT1\"]\npractices = [\"g 1\"]\n";
        let problems = Footprint::parse(&format!("{plain}{wrong}")).unwrap_err();
        let told: Vec<_> = problems.iter().map(|problem| (problem.line - lines, problem.at.as_str())).collect();
        assert_eq!(
            told,
            [(3, "area.basis"), (4, "area.districts[1]"), (4, "area.districts[3]"), (5, "area.practices[1]")]
        );
        let empty = Footprint::parse(&format!("{plain}\n[area]\nbasis = \"gp\"\n")).unwrap_err();
        assert_eq!(empty.len(), 1);
        assert!(empty[0].what.contains("no practice"), "{empty:?}");
    }
}
