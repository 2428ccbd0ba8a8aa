//! Numbers of scores: exact to two decimals, as the national data set takes them.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// A number in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Total(i64);

impl Total {
    /// A whole number.
    pub fn of(whole: i64) -> Self {
        Self(whole.saturating_mul(100))
    }

    /// A fraction, to two decimals, half away from zero; nothing of nothing.
    pub fn ratio(over: i64, under: i64) -> Option<Self> {
        let (over, under) = (i128::from(over) * 100, i128::from(under));
        if under <= 0 {
            return None;
        }
        let half = if over < 0 { -under } else { under };
        i64::try_from((2 * over + half) / (2 * under)).ok().map(Self)
    }

    /// The same as a whole number, where it is one that is not below zero.
    pub fn whole(self) -> Option<u16> {
        (self.0 % 100 == 0).then(|| u16::try_from(self.0 / 100).ok()).flatten()
    }

    /// The difference to an earlier one.
    pub fn since(self, earlier: Self) -> Self {
        Self(self.0.saturating_sub(earlier.0))
    }

    /// In hundredths.
    pub fn hundredths(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Total {
    /// Without zeros at the end: 20, 17.78, 9.9.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, size) = if self.0 < 0 { ("-", self.0.unsigned_abs()) } else { ("", self.0.unsigned_abs()) };
        match size % 100 {
            0 => write!(f, "{sign}{}", size / 100),
            rest if rest % 10 == 0 => write!(f, "{sign}{}.{}", size / 100, rest / 10),
            rest => write!(f, "{sign}{}.{rest:02}", size / 100),
        }
    }
}

impl std::str::FromStr for Total {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (sign, size) = text.strip_prefix('-').map_or((1, text), |size| (-1, size));
        let (whole, rest) = size.split_once('.').unwrap_or((size, ""));
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || rest.len() > 2 || !digits(rest) || size.ends_with('.') {
            return Err(());
        }
        let whole: i64 = whole.parse().map_err(|_| ())?;
        let rest: i64 = format!("{rest:0<2}").parse().map_err(|_| ())?;
        let all = whole.checked_mul(100).and_then(|whole| whole.checked_add(rest)).ok_or(())?;
        Ok(Self(sign * all))
    }
}

impl Serialize for Total {
    /// A number; whole ones without a point.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number: serde_json::Number = self.to_string().parse().map_err(serde::ser::Error::custom)?;
        number.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Total {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?;
        number.to_string().parse().map_err(|()| D::Error::custom("a number with at most two decimals"))
    }
}
