//! People, bodies and municipalities. What a page shows of a person is what the schema's public
//! fields hold, and the contacts that the person has consented to publish.

use metod_content::model::consent::{self, Contact};
use metod_content::model::{Record, RecordIx, Schema};
use serde::Serialize;

use super::{Link, Views};

/// `record.person` of the theme's contract.
#[derive(Debug, Serialize)]
pub(super) struct PersonView {
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<Link>,
    subjects: Vec<Link>,
    #[serde(skip_serializing_if = "Option::is_none")]
    load: Option<Load>,
    contacts: Vec<ContactView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ask_url: Option<String>,
}

#[derive(Debug, Serialize)]
struct Load {
    teachers: i64,
    limit: i64,
    over: bool,
}

/// A way to reach a person, as far as the person's consent covers it.
#[derive(Debug, Serialize)]
struct ContactView {
    label: String,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// `record.organization` of the theme's contract.
#[derive(Debug, Serialize)]
pub(super) struct OrganizationView {
    path: Vec<Link>,
    functions: Vec<String>,
    children: Vec<Link>,
    people: Vec<Link>,
}

/// `record.municipality` of the theme's contract.
#[derive(Debug, Serialize)]
pub(super) struct MunicipalityView {
    counts: Vec<Figure>,
    organizations: Vec<Link>,
    people: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct Figure {
    label: String,
    value: String,
}

/// Bodies above a body that are followed upwards: a circle of parents ends somewhere.
const HEIGHT: usize = 8;

impl Views<'_> {
    pub(super) fn person(&self, record: &Record, schema: &Schema) -> PersonView {
        let fields = &record.fields;
        let limit = self.portal.config.teachers_limit;
        let load = fields.number("teachers").map(|teachers| Load {
            teachers: teachers as i64,
            limit,
            over: teachers > limit as f64,
        });
        let organization = self.links_of(record, "organization").into_iter().next();
        let subjects = schema.field("subjects").map(|field| self.field_links(record, field));
        PersonView {
            position: fields.text("position").map(|text| self.text(record, text)),
            ask_url: organization.as_ref().and_then(|link| link.url.clone()),
            organization,
            subjects: subjects.unwrap_or_default(),
            load,
            contacts: self.contacts(&record.id),
        }
    }

    fn contacts(&self, person: &str) -> Vec<ContactView> {
        let one = |contact: &Contact| ContactView {
            label: contact.label.get(&self.language.tag).to_owned(),
            text: contact.value.clone(),
            url: match contact.link {
                consent::Link::Mail => Some(format!("mailto:{}", contact.value)),
                consent::Link::Call => call(&contact.value),
                consent::Link::Page => Some(contact.value.clone()),
                consent::Link::None => None,
            },
        };
        self.portal.contacts.of(person).iter().map(one).collect()
    }

    pub(super) fn organization(&self, ix: RecordIx) -> OrganizationView {
        let record = self.portal.record(ix);
        let functions = record.fields.texts("functions");
        OrganizationView {
            path: self.parents(ix),
            functions: functions.iter().map(|text| self.text(record, text)).collect(),
            children: self.referring(ix, "organizations", "parent"),
            people: self.referring(ix, "methodists", "organization"),
        }
    }

    pub(super) fn municipality(&self, ix: RecordIx) -> MunicipalityView {
        let record = self.portal.record(ix);
        let organizations = self.referring(ix, "organizations", "municipality");
        let people = self.referring(ix, "methodists", "municipality");
        let practices = self.referring(ix, "practices", "municipality").len();
        let figure = |key: &str, value: f64| Figure {
            label: self.locale.text(key),
            value: self.locale.number(value),
        };
        let mut counts = Vec::new();
        if let Some(teachers) = record.fields.number("teachers") {
            counts.push(figure("count-teachers", teachers));
        }
        counts.push(figure("count-practices", practices as f64));
        counts.push(figure("count-methodists", people.len() as f64));
        counts.push(figure("count-organizations", organizations.len() as f64));
        MunicipalityView { counts, organizations, people }
    }

    /// From the topmost body down to this one.
    fn parents(&self, ix: RecordIx) -> Vec<Link> {
        let mut path = vec![Link::text(self.title(self.portal.record(ix)))];
        let mut at = ix;
        for _ in 0..HEIGHT {
            let parent = self.portal.record(at).fields.text("parent");
            let Some(above) = parent.and_then(|id| self.portal.find_ix("organizations", id)) else {
                break;
            };
            path.push(self.record_link(above));
            at = above;
        }
        if path.len() < 2 {
            return Vec::new();
        }
        path.reverse();
        path
    }

    /// Published records of a collection that refer to this one in a field, with what they are.
    fn referring(&self, ix: RecordIx, collection: &str, field: &str) -> Vec<Link> {
        let mut found: Vec<Link> = self
            .portal
            .backrefs(ix)
            .iter()
            .filter(|backref| *backref.collection == *collection && *backref.field == *field)
            .filter(|backref| self.plan.record_address(backref.from).is_some())
            .map(|backref| {
                let record = self.portal.record(backref.from);
                let note = record.fields.text("position").map(|text| self.text(record, text));
                Link { note, ..self.record_link(backref.from) }
            })
            .collect();
        found.sort_by(|a, b| a.text.cmp(&b.text));
        found
    }
}

/// `tel:` of a number as people write it (RFC 3966); `None` for what holds words.
fn call(number: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_digit() || "+ ()-\u{a0}".contains(c);
    let digits = |c: &char| c.is_ascii_digit() || *c == '+';
    number
        .chars()
        .all(plain)
        .then(|| format!("tel:{}", number.chars().filter(digits).collect::<String>()))
}
