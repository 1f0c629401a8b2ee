//! Civil dates without a clock or a time zone: days, and dates known only to the month or the year.
//!
//! The calendar is the proleptic Gregorian one of ISO 8601, years 1 to 9999. Day arithmetic follows
//! Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms" (days from civil).

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

/// Days in the 400 years after which the Gregorian calendar repeats itself.
const DAYS_OF_ERA: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const EPOCH_SHIFT: i64 = 719_468;

/// A day of the calendar. Always exists: there is no way to hold 30 February.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate {
    year: u16,
    month: u8,
    day: u8,
}

/// A day, a month or a year: what people write where a date is asked for.
///
/// Ordered by the first day meant, then by the last: `2023-01-01` < `2023-01` < `2023` < `2023-05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartialDate {
    /// The whole year, 1 to 9999.
    Year(Year),
    /// A month of a year.
    Month(YearMonth),
    /// A day.
    Day(CivilDate),
}

/// A year, 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(u16);

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearMonth {
    year: u16,
    month: u8,
}

/// Day of the week, Monday first as in ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// Why a text is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateError {
    /// Neither `2023`, `2023-05`, `2023-05-20` nor `20.05.2023`.
    Shape,
    /// The year is not within 1 to 9999.
    Year,
    /// The month is not within 1 to 12.
    Month,
    /// The month has no such day.
    Day,
}

impl fmt::Display for DateError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Shape => "expected 2023, 2023-05, 2023-05-20 or 20.05.2023",
            Self::Year => "the year must be within 1 and 9999",
            Self::Month => "the month must be within 1 and 12",
            Self::Day => "the month has no such day",
        })
    }
}

impl std::error::Error for DateError {}

/// Whether February of the year has 29 days.
#[must_use]
pub fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// Days in a month, 28 to 31; 0 when there is no such month.
#[must_use]
pub fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 0,
    }
}

impl CivilDate {
    /// The first day that can be held.
    pub const MIN: Self = Self { year: 1, month: 1, day: 1 };
    /// The last day that can be held.
    pub const MAX: Self = Self { year: 9999, month: 12, day: 31 };

    /// The day, if the calendar has it.
    ///
    /// # Errors
    /// Says which of the three parts does not exist.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, DateError> {
        YearMonth::new(year, month)?;
        if day == 0 || day > days_in_month(year, month) {
            return Err(DateError::Day);
        }
        Ok(Self { year, month, day })
    }

    /// Year, 1 to 9999.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Days since 1970-01-01, negative before it.
    #[must_use]
    pub fn epoch_days(self) -> i64 {
        // The year is taken to begin in March, so that the leap day is its last.
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * DAYS_OF_ERA + day_of_era - EPOCH_SHIFT
    }

    /// The day that lies so many days after 1970-01-01; stops at [`Self::MIN`] and [`Self::MAX`].
    #[must_use]
    pub fn from_epoch_days(days: i64) -> Self {
        let days = days.clamp(Self::MIN.epoch_days(), Self::MAX.epoch_days()) + EPOCH_SHIFT;
        let era = days.div_euclid(DAYS_OF_ERA);
        let day_of_era = days.rem_euclid(DAYS_OF_ERA);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        // The clamp above keeps all three within their types.
        Self { year: year as u16, month: month as u8, day: day as u8 }
    }

    /// The day so many days later (earlier, if negative); stops at [`Self::MIN`] and [`Self::MAX`].
    #[must_use]
    pub fn add_days(self, days: i64) -> Self {
        Self::from_epoch_days(self.epoch_days().saturating_add(days))
    }

    /// Days from `self` to `other`; negative if `other` is earlier.
    #[must_use]
    pub fn days_until(self, other: Self) -> i64 {
        other.epoch_days() - self.epoch_days()
    }

    /// Day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        match (self.epoch_days() + 3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }
}

impl Year {
    /// The year, if it is within 1 and 9999.
    ///
    /// # Errors
    /// [`DateError::Year`].
    pub fn new(year: u16) -> Result<Self, DateError> {
        if (1..=9999).contains(&year) { Ok(Self(year)) } else { Err(DateError::Year) }
    }

    /// The number of the year.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl YearMonth {
    /// The month, if it exists.
    ///
    /// # Errors
    /// [`DateError::Year`], [`DateError::Month`].
    pub fn new(year: u16, month: u8) -> Result<Self, DateError> {
        Year::new(year)?;
        if !(1..=12).contains(&month) {
            return Err(DateError::Month);
        }
        Ok(Self { year, month })
    }

    /// Year, 1 to 9999.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }
}

impl PartialDate {
    /// A year.
    ///
    /// # Errors
    /// See [`Year::new`].
    pub fn of_year(year: u16) -> Result<Self, DateError> {
        Year::new(year).map(Self::Year)
    }

    /// A month.
    ///
    /// # Errors
    /// See [`YearMonth::new`].
    pub fn of_month(year: u16, month: u8) -> Result<Self, DateError> {
        YearMonth::new(year, month).map(Self::Month)
    }

    /// A day.
    ///
    /// # Errors
    /// See [`CivilDate::new`].
    pub fn of_day(year: u16, month: u8, day: u8) -> Result<Self, DateError> {
        CivilDate::new(year, month, day).map(Self::Day)
    }

    /// The year it lies in.
    #[must_use]
    pub const fn year(self) -> u16 {
        match self {
            Self::Year(year) => year.get(),
            Self::Month(month) => month.year,
            Self::Day(day) => day.year,
        }
    }

    /// The month it lies in, if known.
    #[must_use]
    pub const fn month(self) -> Option<u8> {
        match self {
            Self::Year(_) => None,
            Self::Month(month) => Some(month.month),
            Self::Day(day) => Some(day.month),
        }
    }

    /// The first day meant: 1 January of a year, the first of a month.
    #[must_use]
    pub const fn first_day(self) -> CivilDate {
        match self {
            Self::Year(year) => CivilDate { year: year.get(), month: 1, day: 1 },
            Self::Month(YearMonth { year, month }) => CivilDate { year, month, day: 1 },
            Self::Day(day) => day,
        }
    }

    /// The last day meant: a year or a month as the end of a period means its last day.
    #[must_use]
    pub fn last_day(self) -> CivilDate {
        match self {
            Self::Year(year) => CivilDate { year: year.get(), month: 12, day: 31 },
            Self::Month(YearMonth { year, month }) => {
                CivilDate { year, month, day: days_in_month(year, month) }
            }
            Self::Day(day) => day,
        }
    }
}

impl Ord for PartialDate {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |date: &Self| (date.first_day(), date.last_day());
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<CivilDate> for PartialDate {
    fn from(day: CivilDate) -> Self {
        Self::Day(day)
    }
}

impl fmt::Display for CivilDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(out, "{:04}", year.get()),
            Self::Month(month) => write!(out, "{:04}-{:02}", month.year, month.month),
            Self::Day(day) => day.fmt(out),
        }
    }
}

/// A number of at least `least` and at most `most` ASCII digits.
fn digits(text: &str, least: usize, most: usize) -> Result<u16, DateError> {
    let fits = (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if fits { text.parse().map_err(|_| DateError::Shape) } else { Err(DateError::Shape) }
}

/// Two digits (or one, where people leave the zero out).
fn short(text: &str, least: usize) -> Result<u8, DateError> {
    digits(text, least, 2).and_then(|number| u8::try_from(number).map_err(|_| DateError::Shape))
}

impl FromStr for PartialDate {
    type Err = DateError;

    /// Reads `2023`, `2023-05`, `2023-05-20` and `20.05.2023` (also `1.9.2023`), spaces around allowed.
    fn from_str(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        let separator = if text.contains('.') { '.' } else { '-' };
        let mut parts = text.splitn(4, separator);
        match (separator, parts.next(), parts.next(), parts.next(), parts.next()) {
            ('.', Some(day), Some(month), Some(year), None) => {
                Self::of_day(digits(year, 4, 4)?, short(month, 1)?, short(day, 1)?)
            }
            ('-', Some(year), None, None, None) => Self::of_year(digits(year, 4, 4)?),
            ('-', Some(year), Some(month), None, None) => {
                Self::of_month(digits(year, 4, 4)?, short(month, 2)?)
            }
            ('-', Some(year), Some(month), Some(day), None) => {
                Self::of_day(digits(year, 4, 4)?, short(month, 2)?, short(day, 2)?)
            }
            _ => Err(DateError::Shape),
        }
    }
}

impl FromStr for CivilDate {
    type Err = DateError;

    /// Reads `2023-05-20` and `20.05.2023`; a mere year or month is [`DateError::Shape`].
    fn from_str(text: &str) -> Result<Self, DateError> {
        match text.parse()? {
            PartialDate::Day(day) => Ok(day),
            _ => Err(DateError::Shape),
        }
    }
}

impl Serialize for CivilDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CivilDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
#[path = "date_tests.rs"]
mod tests;
