//! Contacts of people, and the one decision which of them may be published.
//!
//! [`project`] is the only way from the private folder into a [`Portal`](super::Portal): what it holds
//! back no page, export or index can show, since none of them ever has it. A consent counts on a day if
//! it names the operator, the purpose and the list of data, has begun, and has neither ended nor been
//! withdrawn (152-ФЗ, article 10.1: consent to publish is a document of its own, with the list of data
//! and its term).

use std::collections::{BTreeMap, BTreeSet};

use super::label::Label;
use super::schema::{Field, Kind};
use super::value::Fields;
use crate::date::{CivilDate, PartialDate};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::Place;

/// One way to reach a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    /// What it is: `email`, `phone` and so on.
    pub field: String,
    /// The same for people.
    pub label: Label,
    /// The address or number.
    pub value: String,
    /// Where it leads, if anywhere.
    pub link: Link,
}

/// How a contact is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// A letter.
    Mail,
    /// A call.
    Call,
    /// A page.
    Page,
    /// It is text.
    None,
}

/// Contacts that may be published on the day of the build, by person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contacts(BTreeMap<String, Vec<Contact>>);

impl Contacts {
    /// What may be published of a person.
    pub fn of(&self, person: &str) -> &[Contact] {
        self.0.get(person).map_or(&[], Vec::as_slice)
    }

    /// True when nothing may be published.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Why a contact is held back, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    None,
    Incomplete,
    Withdrawn,
    Ended,
    NotYet,
    Unlisted,
}

impl Reason {
    /// In words that the catalogue of messages translates.
    fn words(self) -> &'static str {
        match self {
            Reason::None => "there is no consent to publish them",
            Reason::Incomplete => {
                "the consent lacks the operator, the purpose, the list of data or the term"
            }
            Reason::Withdrawn => "the consent has been withdrawn",
            Reason::Ended => "the consent has ended",
            Reason::NotYet => "the consent is not yet valid",
            Reason::Unlisted => "the consent does not list them",
        }
    }
}

/// Which of `contacts` may be published on `day` under `consents`. Every entry comes with its place;
/// what is held back is reported there, without its value.
pub fn project(
    declared: &[Field],
    contacts: &[(Place, Fields)],
    consents: &[Fields],
    day: CivilDate,
) -> (Contacts, Vec<Diagnostic>) {
    let mut by_person: BTreeMap<&str, Vec<&Fields>> = BTreeMap::new();
    for consent in consents {
        if let Some(person) = consent.text("person").or_else(|| consent.text("id")) {
            by_person.entry(person).or_default().push(consent);
        }
    }
    let mut out = Contacts::default();
    let mut diagnostics = Vec::new();
    for (place, entry) in contacts {
        let Some(person) = entry.text("id") else { continue };
        let papers = by_person.get(person).map_or(&[][..], Vec::as_slice);
        let (allowed, mut reason) = allowed(papers, day);
        let mut held = Vec::new();
        for field in declared.iter().filter(|field| *field.id != *"id") {
            let Some(value) = entry.text(&field.id) else { continue };
            if allowed.contains(&*field.id) {
                out.0.entry(person.to_owned()).or_default().push(contact(field, value));
            } else {
                held.push(&*field.id);
            }
        }
        if !held.is_empty() {
            if !allowed.is_empty() {
                reason = Reason::Unlisted;
            }
            diagnostics.push(
                Diagnostic::new(Code::ContactsWithheld, *place)
                    .with("id", person)
                    .with("fields", held.join(", "))
                    .with("reason", reason.words()),
            );
        }
    }
    (out, diagnostics)
}

fn contact(field: &Field, value: &str) -> Contact {
    let link = match (&field.kind, &*field.id) {
        (Kind::Email, _) => Link::Mail,
        (Kind::Url, _) => Link::Page,
        (_, "phone") => Link::Call,
        _ => Link::None,
    };
    let (field, label) = (field.id.to_string(), field.label.clone());
    Contact { field, label, value: value.to_owned(), link }
}

/// The fields that a person's consents together allow on that day, or why there are none.
fn allowed(consents: &[&Fields], day: CivilDate) -> (BTreeSet<String>, Reason) {
    let mut fields = BTreeSet::new();
    let mut reason = Reason::None;
    for consent in consents {
        match fault(consent, day) {
            None => fields.extend(consent.texts("fields")),
            Some(found) => reason = reason.max(found),
        }
    }
    (fields, reason)
}

/// Why a consent does not count on that day.
fn fault(consent: &Fields, day: CivilDate) -> Option<Reason> {
    let has = |name: &str| consent.text(name).is_some_and(|text| !text.trim().is_empty());
    let first = |name: &str| consent.date(name).map(PartialDate::first_day);
    let (Some(from), Some(to)) = (first("from"), consent.date("to").map(PartialDate::last_day))
    else {
        return Some(Reason::Incomplete);
    };
    // A withdrawal that cannot be read as a date is a withdrawal all the same.
    let withdrawn = consent.get("withdrawn").is_some()
        && first("withdrawn").is_none_or(|withdrawn| withdrawn <= day);
    if !has("operator") || !has("purpose") || consent.texts("fields").is_empty() {
        Some(Reason::Incomplete)
    } else if withdrawn {
        Some(Reason::Withdrawn)
    } else if to < day {
        Some(Reason::Ended)
    } else if day < from {
        Some(Reason::NotYet)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Lang;
    use crate::model::Vocabularies;
    use crate::model::builtin;
    use crate::model::read::Reader;
    use crate::syntax::{FileId, yaml};

    fn read(text: &str, declared: &[Field]) -> Vec<(Place, Fields)> {
        let (node, found) = yaml::parse(text, FileId(0), 1);
        assert_eq!(found, []);
        let none = Vocabularies::default();
        let mut reader = Reader::new(&none);
        let node = node.unwrap();
        let list = node.as_list().unwrap().iter();
        list.map(|item| (item.place, reader.fields(item, declared).unwrap())).collect()
    }

    fn told(consent: &str, day: &str) -> (Vec<String>, Vec<String>) {
        let builtin = builtin::load();
        let contacts = "- {id: m-1, email: a@example.org, phone: '+7 1'}";
        let contacts = read(contacts, &builtin.contacts);
        let consents = read(consent, &builtin.consents);
        let consents: Vec<Fields> = consents.into_iter().map(|(_, fields)| fields).collect();
        let (out, found) = project(&builtin.contacts, &contacts, &consents, day.parse().unwrap());
        let shown = out.of("m-1").iter().map(|contact| contact.value.clone()).collect();
        let found = found.iter().map(|found| found.message(Lang::En));
        let reason = found.map(|words| words.rsplit_once(": ").unwrap().1.to_owned()).collect();
        (shown, reason)
    }

    fn withheld(consent: &str, day: &str, reason: &str) {
        assert_eq!(told(consent, day), (vec![], vec![reason.to_owned()]));
    }

    const GOOD: &str =
        "- {id: m-1, operator: О, purpose: Ц, fields: [email], from: 2025-10-01, to: 2028-09}";

    #[test]
    fn only_what_a_valid_consent_lists_is_published() {
        let (shown, reason) = told(GOOD, "2026-11-23");
        assert_eq!(shown, ["a@example.org"]);
        assert_eq!(reason, ["the consent does not list them"]);
        let (shown, _) = told(GOOD, "2028-09-30");
        assert_eq!(shown.len(), 1, "the last day counts");
        let more = format!("{GOOD}\n{}", GOOD.replace("email", "phone"));
        assert_eq!(told(&more, "2026-11-23").0.len(), 2);
    }

    #[test]
    fn everything_else_holds_contacts_back() {
        withheld("[]", "2026-11-23", "there is no consent to publish them");
        withheld(GOOD, "2028-10-01", "the consent has ended");
        withheld(GOOD, "2025-09-30", "the consent is not yet valid");
        let lacks = "the consent lacks the operator, the purpose, the list of data or the term";
        for part in ["operator: О, ", "purpose: Ц, ", "fields: [email], ", "from: 2025-10-01, "] {
            withheld(&GOOD.replace(part, ""), "2026-11-23", lacks);
        }
        withheld(&GOOD.replace(", to: 2028-09", ""), "2026-11-23", lacks);
        let gone = GOOD.replace("to: 2028-09", "to: 2028-09, withdrawn: 2026-01-01");
        withheld(&gone, "2026-11-23", "the consent has been withdrawn");
        withheld(&GOOD.replace("m-1", "m-2"), "2026-11-23", "there is no consent to publish them");
    }
}
