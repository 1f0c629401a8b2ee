//! Words, dates and numbers of a language.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use metod_content::date::{CivilDate, PartialDate};
use metod_content::diagnostic::Lang;
use metod_content::syntax::LineIndex;
use serde::Serialize;
use tera::{Kwargs, State, Tera, Value};
use unic_langid::LanguageIdentifier;

/// A language of the interface.
#[derive(Clone)]
pub struct Locale {
    /// Language tag.
    pub tag: String,
    bundle: Arc<FluentBundle<FluentResource>>,
    /// Names of all messages.
    names: Arc<BTreeSet<String>>,
    /// Messages without variables, formatted once: most of what templates ask for.
    fixed: Arc<BTreeMap<String, Value>>,
}

/// A message for scripts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ScriptWords {
    /// One text.
    Fixed(String),
    /// The forms for 1, 2 and 5.
    Counted([String; 3]),
}

impl Locale {
    /// A language from Fluent sources; later ones override earlier ones.
    ///
    /// # Errors
    /// When the tag is no language tag or a source is not Fluent.
    pub fn new(tag: &str, sources: &[String]) -> Result<Self, String> {
        let id: LanguageIdentifier = tag.parse().map_err(|error| format!("{tag}: {error}"))?;
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Isolation marks are for mixed directions, which the interface does not have; in titles
        // and attributes they would be copied along.
        bundle.set_use_isolating(false);
        let mut names = Vec::new();
        for source in sources {
            let resource = FluentResource::try_new(source.clone()).map_err(|(_, errors)| {
                let first = errors.first().map(|error| (error.kind.to_string(), error.pos.start));
                unreadable(tag, source, first.unwrap_or_default())
            })?;
            names.extend(message_names(source));
            bundle.add_resource_overriding(resource);
        }
        let fixed = names
            .iter()
            .filter_map(|name| {
                let text = format(&bundle, name, None)?;
                Some((name.clone(), Value::normal_string(&text)))
            })
            .collect();
        let (bundle, fixed) = (Arc::new(bundle), Arc::new(fixed));
        let names = Arc::new(names.into_iter().collect());
        Ok(Locale { tag: tag.to_owned(), bundle, names, fixed })
    }

    /// A message without variables; its key if there is none.
    pub fn text(&self, key: &str) -> String {
        self.fixed.get(key).map_or_else(|| key.to_owned(), ToString::to_string)
    }

    /// A message with a count.
    pub fn counted(&self, key: &str, count: usize) -> String {
        let mut args = FluentArgs::new();
        args.set("count", count);
        format(&self.bundle, key, Some(&args)).unwrap_or_else(|| key.to_owned())
    }

    /// A message with one named text.
    pub fn with(&self, key: &str, name: &str, value: &str) -> String {
        let mut args = FluentArgs::new();
        args.set(name.to_owned(), value.to_owned());
        format(&self.bundle, key, Some(&args)).unwrap_or_else(|| key.to_owned())
    }

    /// The messages whose names begin with `prefix`, for scripts. A variable `name` stays as `{name}` for
    /// the script to fill in; a message that depends on `$count` comes in the forms for 1, 2 and 5.
    pub fn script_words(&self, prefix: &str) -> BTreeMap<String, ScriptWords> {
        const COUNTS: [usize; 3] = [1, 2, 5];
        let say = |name: &str, count: usize| {
            let mut args = FluentArgs::new();
            for variable in ["query", "typed", "read", "label", "shown"] {
                args.set(variable, format!("{{{variable}}}"));
            }
            args.set("count", count);
            let text = format(&self.bundle, name, Some(&args)).unwrap_or_default();
            text.replacen(&count.to_string(), "{count}", 1)
        };
        let names = self.names.iter().filter(|name| name.starts_with(prefix));
        let words = |name: &String| {
            let [one, two, five] = COUNTS.map(|count| say(name, count));
            let fixed = one == two && two == five;
            let words = if fixed {
                ScriptWords::Fixed(one)
            } else {
                ScriptWords::Counted([one, two, five])
            };
            (name[prefix.len()..].to_owned(), words)
        };
        names.map(words).collect()
    }

    /// Gives templates the function `t`.
    pub(super) fn register(&self, tera: &mut Tera) {
        let locale = self.clone();
        tera.register_function("t", move |kwargs: Kwargs, _: &State<'_>| locale.call(&kwargs));
    }

    fn call(&self, kwargs: &Kwargs) -> tera::TeraResult<Value> {
        let key = kwargs.must_get::<&str>("key")?;
        let mut args = FluentArgs::new();
        let mut any = false;
        for (name, value) in kwargs.iter() {
            let name = name.to_string();
            if name == "key" {
                continue;
            }
            any = true;
            match (value.as_i64(), value.as_str()) {
                (Some(number), _) => args.set(name, number),
                (None, Some(text)) => args.set(name, text.to_owned()),
                (None, None) => args.set(name, FluentValue::from(value.to_string())),
            }
        }
        if !any && let Some(fixed) = self.fixed.get(key) {
            return Ok(fixed.clone());
        }
        match format(&self.bundle, key, Some(&args)) {
            Some(text) => Ok(Value::normal_string(&text)),
            None => Err(tera::Error::message(format!("no message `{key}` in {}", self.tag))),
        }
    }

    /// A date in words: «12 октября 2026 г.», «май 2022 г.», «2023 г.».
    pub fn date(&self, date: PartialDate) -> String {
        match Lang::from_tag(&self.tag) {
            Lang::Ru => russian(date),
            Lang::En => english(date),
        }
    }

    /// A day in words.
    pub fn day(&self, day: CivilDate) -> String {
        match PartialDate::of_day(day.year(), day.month(), day.day()) {
            Ok(date) => self.date(date),
            Err(_) => day.to_string(),
        }
    }

    /// A number as it is written in the language: «1 234,5».
    pub fn number(&self, value: f64) -> String {
        let plain = format!("{}", (value * 1000.0).round() / 1000.0);
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("−", digits));
        let (group, point) = match Lang::from_tag(&self.tag) {
            Lang::Ru => ('\u{a0}', ','),
            Lang::En => (',', '.'),
        };
        let mut out = sign.to_owned();
        for (index, digit) in digits.chars().enumerate() {
            let left = digits.len() - index;
            if index > 0 && left % 3 == 0 && digits.len() > 4 {
                out.push(group);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push(point);
            out.push_str(fraction);
        }
        out
    }

    /// A file's size: «34 КБ».
    pub fn size(&self, bytes: u64) -> String {
        let units: [&str; 3] = match Lang::from_tag(&self.tag) {
            Lang::Ru => ["Б", "КБ", "МБ"],
            Lang::En => ["B", "KB", "MB"],
        };
        let (value, unit) = match bytes {
            0..1024 => (bytes as f64, units[0]),
            1024..1_048_576 => ((bytes as f64 / 1024.0).ceil(), units[1]),
            _ => ((bytes as f64 / 104_857.6).round() / 10.0, units[2]),
        };
        format!("{}\u{a0}{unit}", self.number(value))
    }
}

fn format(
    bundle: &FluentBundle<FluentResource>,
    key: &str,
    args: Option<&FluentArgs<'_>>,
) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, args, &mut errors);
    // A message with variables cannot be said without them.
    errors.is_empty().then(|| text.into_owned())
}

/// Names of the messages of a Fluent source: what stands before `=` at the start of a line.
fn message_names(source: &str) -> Vec<String> {
    let name = |line: &str| {
        let (name, _) = line.split_once('=')?;
        let name = name.trim_end();
        let word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
        (starts && name.chars().all(word)).then(|| name.to_owned())
    };
    source.lines().filter_map(name).collect()
}

/// The first mistake of a Fluent source, in the form in which the template engine reports its own.
fn unreadable(tag: &str, source: &str, (words, offset): (String, usize)) -> String {
    let pos = LineIndex::new(source).pos(source, offset);
    format!("error: {words}\n --> locales/{tag}.ftl:{}:{}", pos.line, pos.column)
}

/// What speakers of a language call it; its tag for those that this program does not know.
pub fn own_name(tag: &str) -> String {
    match tag {
        "ru" => "Русский".to_owned(),
        "en" => "English".to_owned(),
        other => other.to_owned(),
    }
}

const OF_MONTH: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
const MONTH: [&str; 12] = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
];
const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn russian(date: PartialDate) -> String {
    let year = date.year();
    match date {
        PartialDate::Year(_) => format!("{year}\u{a0}г."),
        PartialDate::Month(month) => {
            format!("{} {year}\u{a0}г.", MONTH[usize::from(month.month()) - 1])
        }
        PartialDate::Day(day) => {
            let name = OF_MONTH[usize::from(day.month()) - 1];
            format!("{}\u{a0}{name} {year}\u{a0}г.", day.day())
        }
    }
}

fn english(date: PartialDate) -> String {
    let year = date.year();
    match date {
        PartialDate::Year(_) => year.to_string(),
        PartialDate::Month(month) => {
            format!("{} {year}", ENGLISH[usize::from(month.month()) - 1])
        }
        PartialDate::Day(day) => {
            format!("{}\u{a0}{} {year}", day.day(), ENGLISH[usize::from(day.month()) - 1])
        }
    }
}
