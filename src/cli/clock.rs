//! The only clock: the default of `--as-of`.

use metod_content::date::CivilDate;

/// Today at UTC: the same in every time zone, so that builds of one day agree.
#[allow(clippy::disallowed_methods)] // The default of --as-of is the one place that asks for the time.
pub(super) fn today() -> CivilDate {
    let now = std::time::SystemTime::now();
    let since = now.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    CivilDate::from_epoch_days((since.as_secs() / 86_400) as i64)
}
