//! Answers as JSON, written by hand: the few shapes that there are need no library, which would be a
//! good part of the module.

use alloc::string::String;
use metod_search::answer::{Answer, Hit, State};
use metod_search::map::Map;
use metod_search::rank::Reason;
use metod_search::store::Labels;

/// An answer. `snippet` of a hit is a list of texts, every second one of which was found; `facets` are
/// `[field, label, [[id, label, count], …]]`. Labels that are not known are the ids.
pub(crate) fn answer(answer: &Answer, labels: Option<&Labels>) -> String {
    let mut out = Writer::default();
    out.object(|o| {
        o.key("state").text(match answer.state {
            State::Missing => "missing",
            State::Titles => "titles",
            State::Whole => "whole",
        });
        o.key("want").list(&answer.want, |o, address| _ = o.text(address));
        o.key("total").number(answer.total);
        o.key("exact").truth(answer.exact);
        o.key("lost").truth(answer.lost);
        o.key("hits").list(&answer.hits, hit);
        o.key("facets").list(answer.facets.iter(), |o, (field, values)| {
            let known = labels.and_then(|labels| labels.field(field)).unwrap_or(field);
            o.begin('[').text(field).comma().text(known_or(known, field)).comma();
            o.list(values, |o, value| {
                let label = labels.and_then(|labels| labels.value(field, &value.id));
                o.begin('[').text(&value.id).comma().text(label.unwrap_or(&value.id)).comma();
                o.number(value.count).end(']');
            });
            o.end(']');
        });
        o.key("suggestion").text(answer.suggestion.as_deref().unwrap_or_default());
        o.key("corrections").list(&answer.corrections, |o, correction| {
            let reason = match correction.reason {
                Reason::Layout => "layout",
                Reason::Script => "script",
                Reason::Space => "space",
                Reason::Typo => "typo",
            };
            o.begin('[').text(&correction.typed).comma().text(&correction.read).comma();
            o.text(reason).end(']');
        });
    });
    out.text
}

fn known_or<'a>(label: &'a str, id: &'a str) -> &'a str {
    if label.is_empty() { id } else { label }
}

fn hit(o: &mut Writer, hit: &Hit) {
    o.object(|o| {
        o.key("id").text(&hit.id);
        o.key("collection").text(&hit.collection);
        o.key("lang").text(&hit.lang);
        o.key("title").text(&hit.title);
        o.key("url").text(&hit.url);
        o.key("anchor").text(&hit.anchor);
        o.key("date").text(hit.date.as_deref().unwrap_or_default());
        o.key("badge").text(hit.badge.as_deref().unwrap_or_default());
        o.key("snippet").list(hit.snippet.pieces(), |o, piece| _ = o.text(piece));
    });
}

/// Words of facets: `{field: [label, {id: label}]}`.
pub(crate) fn labels(labels: &Labels) -> String {
    let mut out = Writer::default();
    out.object(|o| {
        for (field, (label, values)) in labels.fields.iter() {
            o.key(field).begin('[').text(label).comma();
            words(o, values);
            o.end(']');
        }
    });
    out.text
}

fn words(o: &mut Writer, values: &Map<String>) {
    o.object(|o| values.iter().for_each(|(id, label)| _ = o.key(id).text(label)));
}

/// JSON (RFC 8259) in the making. Who calls sees to the order of the calls.
#[derive(Default)]
struct Writer {
    text: String,
}

impl Writer {
    fn begin(&mut self, bracket: char) -> &mut Self {
        self.text.push(bracket);
        self
    }

    fn end(&mut self, bracket: char) {
        if self.text.ends_with(',') {
            self.text.pop();
        }
        self.text.push(bracket);
    }

    fn comma(&mut self) -> &mut Self {
        self.text.push(',');
        self
    }

    fn object(&mut self, members: impl FnOnce(&mut Self)) {
        self.begin('{');
        members(self);
        self.end('}');
    }

    /// The next member's name.
    fn key(&mut self, name: &str) -> &mut Self {
        if !self.text.ends_with(['{', '[', ',']) {
            self.comma();
        }
        self.text(name);
        self.text.push(':');
        self
    }

    fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        write: impl Fn(&mut Self, T),
    ) -> &mut Self {
        self.begin('[');
        for item in items {
            write(self, item);
            self.comma();
        }
        self.end(']');
        self
    }

    fn truth(&mut self, value: bool) {
        self.text.push_str(if value { "true" } else { "false" });
    }

    fn number(&mut self, number: usize) -> &mut Self {
        if number >= 10 {
            self.number(number / 10);
        }
        self.text.push(char::from(b'0' + (number % 10) as u8));
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.text.push('"');
        text.chars().for_each(|c| self.char(c));
        self.text.push('"');
        self
    }

    fn char(&mut self, c: char) {
        match c {
            '"' | '\\' => {
                self.text.push('\\');
                self.text.push(c);
            }
            '\0'..'\x20' => {
                self.text.push_str("\\u00");
                for digit in [c as u8 >> 4, c as u8 & 15] {
                    self.text.push(char::from(if digit < 10 { b'0' } else { b'a' - 10 } + digit));
                }
            }
            _ => self.text.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use metod_search::answer::FacetCount;
    use metod_search::rank::Correction;
    use metod_search::snippet::Snippet;

    #[test]
    fn an_answer_is_written_whole() {
        let found = Answer {
            state: State::Whole,
            total: 1200,
            exact: true,
            hits: vec![Hit {
                id: "plan".to_owned(),
                collection: "practices".to_owned(),
                lang: "ru".to_owned(),
                title: "«План»\t\"урока\" \\ \u{1}".to_owned(),
                url: "practices/plan.html".to_owned(),
                anchor: "p-1".to_owned(),
                badge: Some("top".to_owned()),
                snippet: Snippet {
                    text: "План <b> &amp; урока".to_owned(),
                    marks: vec![0..8, 19..29],
                },
                ..Hit::default()
            }],
            facets: Map::from_iter([(
                "stages".to_owned(),
                vec![FacetCount { id: "ooo".to_owned(), count: 7 }],
            )]),
            corrections: vec![Correction {
                typed: "gkfy".to_owned(),
                read: "план".to_owned(),
                reason: Reason::Layout,
            }],
            suggestion: Some("план".to_owned()),
            ..Answer::default()
        };
        let expected = concat!(
            r#"{"state":"whole","want":[],"total":1200,"exact":true,"lost":false,"hits":[{"id":"plan","#,
            r#""collection":"practices","lang":"ru","title":"«План»\u0009\"урока\" \\ \u0001","#,
            r#""url":"practices/plan.html","anchor":"p-1","date":"","badge":"top","#,
            r#""snippet":["","План"," <b> &amp; ","урока",""]}],"#,
            r#""facets":[["stages","stages",[["ooo","ooo",7]]]],"suggestion":"план","#,
            r#""corrections":[["gkfy","план","layout"]]}"#
        );
        assert_eq!(answer(&found, None), expected);
    }

    #[test]
    fn labels_stand_for_ids() {
        let values = Map::from_iter([("ooo".to_owned(), "Основное".to_owned())]);
        let known = Labels {
            fields: Map::from_iter([("stages".to_owned(), ("Уровень".to_owned(), values))]),
        };
        let counts = vec![FacetCount { id: "ooo".to_owned(), count: 0 }];
        let found =
            Answer { facets: Map::from_iter([("stages".to_owned(), counts)]), ..Answer::default() };
        assert!(
            answer(&found, Some(&known))
                .contains(r#"[["stages","Уровень",[["ooo","Основное",0]]]]"#)
        );
        assert_eq!(labels(&known), r#"{"stages":["Уровень",{"ooo":"Основное"}]}"#);
        assert_eq!(labels(&Labels::default()), "{}");
    }
}
