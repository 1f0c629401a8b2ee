//! Why a page could not be rendered.

/// The words of a template engine or of Fluent, as they came: `error: …`, then lines with the place.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct RenderError(pub String);

impl RenderError {
    /// What is wrong, without the place.
    pub fn reason(&self) -> &str {
        let line = self.0.lines().next().unwrap_or_default();
        line.strip_prefix("error: ").unwrap_or(line)
    }

    /// File of the theme, line and column (both from 1) that the words name.
    pub fn place(&self) -> Option<(String, u32, u32)> {
        let line = self.0.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
        let mut parts = line.rsplitn(3, ':');
        let column = parts.next()?.trim().parse().ok()?;
        let number = parts.next()?.parse().ok()?;
        let name = parts.next()?;
        let folder = if name.ends_with(".ftl") { "" } else { "templates/" };
        Some((format!("{folder}{name}"), number, column))
    }
}

impl From<tera::Error> for RenderError {
    fn from(error: tera::Error) -> Self {
        use std::error::Error;
        let mut words = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            words.push_str(": ");
            words.push_str(&inner.to_string());
            cause = inner.source();
        }
        RenderError(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_from_the_engines_words() {
        let error = RenderError("error: Unknown filter `x`\n --> record.html:1:23\n  |".into());
        assert_eq!(error.reason(), "Unknown filter `x`");
        assert_eq!(error.place(), Some(("templates/record.html".into(), 1, 23)));
        let error = RenderError("error: no value\n --> locales/ru.ftl:7:1".into());
        assert_eq!(error.place(), Some(("locales/ru.ftl".into(), 7, 1)));
        assert_eq!(RenderError("other".into()).place(), None);
    }
}
