//! What a page says to search engines about itself: schema.org in JSON-LD 1.1, with the properties of
//! LRMI for learning resources. A data block of a page, which the browser never runs.

use metod_content::model::record::objects;
use metod_content::model::{
    Behaviour, Field as FieldSchema, Kind as FieldKind, Record, Schema, Value as Field,
};
use serde_json::{Map, Value, json};

use super::Material;
use super::facts::{summary, title};
use crate::plan::{Kind, Page, address, lists};

/// The data block of a page, safe between `<script>` tags; `None` for pages that are no place.
pub fn jsonld(material: Material<'_>, page: &Page) -> Option<String> {
    let here = Here { material, page };
    let mut graph = Vec::new();
    match page.kind {
        Kind::NotFound | Kind::Search => return None,
        Kind::Home => graph.push(here.site()),
        Kind::Record(ix) => {
            let record = material.portal.record(ix);
            let schema = material.portal.schema(record)?;
            graph.extend(here.record(record, schema));
        }
        Kind::List { .. } => {}
    }
    graph.extend(here.breadcrumbs());
    let block = json!({"@context": "https://schema.org", "@graph": graph});
    // `</script>` and `<!--` would end or change the element around.
    (!graph_is_empty(&block)).then(|| block.to_string().replace('<', "\\u003c"))
}

fn graph_is_empty(block: &Value) -> bool {
    block["@graph"].as_array().is_none_or(Vec::is_empty)
}

#[derive(Clone, Copy)]
struct Here<'m> {
    material: Material<'m>,
    page: &'m Page,
}

/// Properties, those without a value left out.
#[derive(Default)]
struct Thing(Map<String, Value>);

impl Thing {
    fn new(kind: &str) -> Self {
        let mut thing = Thing::default();
        thing.put("@type", kind);
        thing
    }

    fn put(&mut self, key: &str, value: impl Into<Value>) -> &mut Self {
        let value = value.into();
        let empty = match &value {
            Value::Null => true,
            Value::Array(items) => items.is_empty(),
            Value::String(text) => text.is_empty(),
            _ => false,
        };
        if !empty {
            self.0.insert(key.to_owned(), value);
        }
        self
    }

    fn done(self) -> Value {
        Value::Object(self.0)
    }
}

fn named(kind: &str, name: &str) -> Value {
    json!({"@type": kind, "name": name})
}

impl<'m> Here<'m> {
    fn tag(self) -> &'m str {
        &self.material.plan.languages[self.page.language].tag
    }

    /// A place of the site: absolute where the portal's address is known, else as seen from the page.
    fn url(self, target: &str) -> String {
        let root = address::root(&self.page.address);
        format!("{}{target}", self.material.base_url.unwrap_or(root))
    }

    fn site(self) -> Value {
        let config = &self.material.portal.config;
        let mut site = Thing::new("WebSite");
        site.put("name", config.title.get(self.tag()))
            .put("url", self.url(&self.page.address))
            .put("inLanguage", self.tag())
            .put("description", config.summary.get(self.tag()));
        if let Some(operator) = &config.operator {
            let mut publisher = Thing::new("Organization");
            publisher.put("name", operator.name.as_str()).put("url", operator.url.clone());
            site.put("publisher", publisher.done());
        }
        site.done()
    }

    /// The way to the page, itself included; nothing on the home page.
    fn breadcrumbs(self) -> Option<Value> {
        let Material { portal, plan, .. } = self.material;
        let language = &plan.languages[self.page.language];
        let label = |id: &str| {
            let schema = portal.schemas.get(id);
            schema
                .map_or_else(|| id.to_owned(), |schema| schema.label.get(&language.tag).to_owned())
        };
        let list = |id: &str| (label(id), address::list_page(&language.prefix, id, 1));
        let home = portal.config.title.get(&language.tag).to_owned();
        let mut steps = vec![(home, address::home(&language.prefix))];
        match self.page.kind {
            Kind::List { collection, facet, .. } => {
                let collection = language.collections.get(collection)?;
                steps.push(list(&collection.id));
                if let Some((facet, value)) = facet {
                    let facet = collection.facets.get(facet)?;
                    let value = facet.values.get(value)?;
                    let prefix = &language.prefix;
                    let page =
                        address::facet_page(prefix, &collection.id, &facet.field, &value.id, 1);
                    steps.push((value.label.clone(), page));
                }
            }
            Kind::Record(ix) => {
                let record = portal.record(ix);
                steps.push(list(&record.collection));
                steps.push((title(record), self.page.address.clone()));
            }
            Kind::Home | Kind::Search | Kind::NotFound => return None,
        }
        let item = |(number, (name, page)): (usize, (String, String))| json!({"@type": "ListItem", "position": number + 1, "name": name, "item": self.url(&page)});
        let items: Vec<Value> = steps.into_iter().enumerate().map(item).collect();
        Some(json!({"@type": "BreadcrumbList", "itemListElement": items}))
    }

    fn record(self, record: &Record, schema: &Schema) -> Option<Value> {
        let kind = match &*schema.id {
            "practices" => "LearningResource",
            "methodists" => return Some(self.person(record, schema)),
            "organizations" => return Some(self.organization(record, schema)),
            "news" => "NewsArticle",
            "programmes" => "Course",
            "glossary" => return Some(self.term(record)),
            _ if schema.has(Behaviour::Instrument) => "LearningResource",
            // An adopted act has a number; a model document has blanks for one.
            _ if schema.has(Behaviour::Document) && record.fields.get("number").is_some() => {
                "Legislation"
            }
            _ if schema.has(Behaviour::Document) => "DigitalDocument",
            _ => return None,
        };
        let mut thing = self.work(kind, record);
        match kind {
            "LearningResource" => self.learning(&mut thing, record, schema),
            "Legislation" => self.legislation(&mut thing, record, schema),
            "NewsArticle" => {
                thing.put("headline", title(record));
            }
            "Course" => {
                thing
                    .put("provider", self.entities("Organization", record, schema, "organization"));
            }
            _ => {}
        }
        Some(thing.done())
    }

    /// What every creative work has.
    fn work(self, kind: &str, record: &Record) -> Thing {
        let day = |day: Option<metod_content::date::CivilDate>| day.map(|day| day.to_string());
        let mut thing = Thing::new(kind);
        thing
            .put("name", title(record))
            .put("description", summary(record))
            .put("url", self.url(&self.page.address))
            .put("inLanguage", &*record.lang)
            .put("keywords", record.fields.texts("tags"))
            .put("datePublished", day(self.material.created(record)))
            .put("dateModified", day(self.material.updated(record)))
            .put("isAccessibleForFree", true);
        thing
    }

    /// LRMI's own properties, and the licence under which others may use it.
    fn learning(self, thing: &mut Thing, record: &Record, schema: &Schema) {
        let labels = |field: &str| self.labels(record, schema, field);
        let topic = |label: Value| json!({"@type": "Thing", "name": label});
        let about = labels("subjects").into_iter().chain(labels("directions")).map(topic);
        let about: Vec<Value> = about.collect();
        let (skill, difficulties) = match schema.has(Behaviour::Instrument) {
            true => ("assesses", self.assessed(record, schema)),
            false => ("teaches", labels("difficulties")),
        };
        thing
            .put("learningResourceType", labels("kind"))
            .put("educationalLevel", labels("stages"))
            .put("about", about)
            .put(skill, difficulties)
            .put("author", self.entities("Person", record, schema, "authors"))
            .put(
                "sourceOrganization",
                self.entities("Organization", record, schema, "organization"),
            )
            .put("license", record.fields.text("license").and_then(license));
        if let Some(audience) = record.fields.text("audience") {
            thing.put(
                "audience",
                json!({"@type": "EducationalAudience", "educationalRole": audience}),
            );
        }
    }

    /// The difficulties that an instrument's items reveal, each once.
    fn assessed(self, record: &Record, schema: &Schema) -> Vec<Value> {
        let sections = inner(&schema.fields, "sections");
        let declared = inner(sections, "items").iter().find(|field| &*field.id == "difficulty");
        let Some(FieldKind::Vocabulary(vocabulary)) = declared.map(|field| &field.kind) else {
            return Vec::new();
        };
        let items = objects(&record.fields, "sections")
            .flat_map(|(_, section)| objects(section, "items"))
            .flat_map(|(_, item)| item.list("difficulty"));
        let mut labels: Vec<Value> = Vec::new();
        for placed in items {
            let Field::Vocabulary(id) = &placed.value else { continue };
            let label = self.material.portal.label(vocabulary, id, &record.lang).into();
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        labels
    }

    fn legislation(self, thing: &mut Thing, record: &Record, schema: &Schema) {
        let adopted = record.fields.date("adopted").map(|date| date.first_day().to_string());
        thing
            .put("legislationIdentifier", record.fields.text("number"))
            .put("legislationDate", adopted)
            .put("legislationType", self.labels(record, schema, "kind"))
            .put("legislationPassedBy", self.entities("Organization", record, schema, "issuer"));
    }

    /// Name, position and place of work only: the least that the public registry holds anyway.
    fn person(self, record: &Record, schema: &Schema) -> Value {
        let mut person = Thing::new("Person");
        person
            .put("name", title(record))
            .put("jobTitle", record.fields.text("position"))
            .put("worksFor", self.entities("Organization", record, schema, "organization"));
        person.done()
    }

    fn organization(self, record: &Record, schema: &Schema) -> Value {
        let mut body = Thing::new("Organization");
        body.put("name", title(record))
            .put("alternateName", record.fields.text("short"))
            .put("url", record.fields.text("url"))
            .put("address", record.fields.text("address"))
            .put("parentOrganization", self.entities("Organization", record, schema, "parent"));
        body.done()
    }

    fn term(self, record: &Record) -> Value {
        let mut term = Thing::new("DefinedTerm");
        term.put("name", title(record))
            .put("alternateName", record.fields.texts("abbr"))
            .put("description", record.fields.text("text"))
            .put("inLanguage", &*record.lang);
        term.done()
    }

    /// Labels of a field's vocabulary values.
    fn labels(self, record: &Record, schema: &Schema, name: &str) -> Vec<Value> {
        let Some(field) = schema.field(name) else {
            return Vec::new();
        };
        let FieldKind::Vocabulary(vocabulary) = &field.kind else {
            return Vec::new();
        };
        lists::values(record, field)
            .map(|id| self.material.portal.label(vocabulary, id, &record.lang).into())
            .collect()
    }

    /// What a field of references names, published records and free names alike.
    fn entities(self, kind: &str, record: &Record, schema: &Schema, name: &str) -> Vec<Value> {
        let field = schema.field(name);
        let Some(FieldKind::Reference { collection, .. }) = field.map(|field| &field.kind) else {
            return Vec::new();
        };
        let one = |value: &Field| match value {
            Field::Reference(id) => {
                let ix = self.material.target(collection, id, &record.lang)?;
                Some(named(kind, &title(self.material.portal.record(ix))))
            }
            Field::Free(fields) => Some(named(kind, fields.text("name")?)),
            _ => None,
        };
        record.fields.list(name).iter().filter_map(|placed| one(&placed.value)).collect()
    }
}

/// The fields of the objects in field `name`.
fn inner<'s>(fields: &'s [FieldSchema], name: &str) -> &'s [FieldSchema] {
    match fields.iter().find(|field| &*field.id == name).map(|field| &field.kind) {
        Some(FieldKind::Object(fields)) => fields,
        _ => &[],
    }
}

/// Address of a Creative Commons licence by its SPDX id, or the address that was given.
fn license(text: &str) -> Option<String> {
    if text.starts_with("https://") {
        return Some(text.to_owned());
    }
    if text == "CC0-1.0" {
        return Some("https://creativecommons.org/publicdomain/zero/1.0/".to_owned());
    }
    let (kind, version) = text.strip_prefix("CC-")?.rsplit_once('-')?;
    Some(format!("https://creativecommons.org/licenses/{}/{version}/", kind.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_have_addresses() {
        let expected = "https://creativecommons.org/licenses/by-sa/4.0/";
        assert_eq!(license("CC-BY-SA-4.0").as_deref(), Some(expected));
        assert_eq!(license("по согласованию"), None);
    }
}
