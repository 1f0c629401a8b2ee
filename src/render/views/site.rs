//! What every page shows: the site and the head of the page.

use serde::Serialize;

use super::super::locale::{Locale, own_name};
use super::super::theme::Assets;
use super::super::{Extra, Facts};
use super::{Labelled, Views};
use crate::plan::{Kind, address};

/// `site` of the theme's contract.
#[derive(Debug, Default, Serialize)]
pub(in super::super) struct Site {
    title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    region: String,
    lang: String,
    root: String,
    home_url: String,
    nav: Vec<Section>,
    css: Vec<String>,
    js: Vec<String>,
    js_early: String,
    favicon: String,
    as_of: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    operator: Option<OperatorView>,
    foot_links: Vec<Labelled>,
    #[serde(skip_serializing_if = "Option::is_none")]
    forge_url: Option<String>,
    demo: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    search_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    search: Option<SearchFiles>,
}

/// What the search loads when a reader turns to it.
#[derive(Debug, Serialize)]
struct SearchFiles {
    script: String,
    worker: String,
    engine: Vec<String>,
    titles: String,
    nothing: String,
}

#[derive(Debug, Serialize)]
struct Switch {
    lang: String,
    label: String,
    url: String,
}

#[derive(Debug, Serialize)]
struct Section {
    id: String,
    label: String,
    url: String,
    count: usize,
}

#[derive(Debug, Serialize)]
struct OperatorView {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
}

/// `page` of the theme's contract.
#[derive(Debug, Default, Serialize)]
pub(in super::super) struct Head {
    kind: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    breadcrumbs: Vec<Labelled>,
    languages: Vec<Switch>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    is_section: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    history_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edit_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    canonical: Option<String>,
    noindex: bool,
    alternates: Vec<Alternate>,
    links: Vec<HeadLink>,
    #[serde(skip_serializing_if = "Option::is_none")]
    jsonld: Option<String>,
    js: Vec<String>,
}

/// A `<link>` of the page's head.
#[derive(Debug, Serialize)]
struct HeadLink {
    rel: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: String,
    url: String,
}

#[derive(Debug, Serialize)]
struct Alternate {
    lang: String,
    url: String,
}

impl Head {
    /// A head with a title only.
    pub(in super::super) fn titled(kind: &'static str, title: String) -> Self {
        Head { kind, title, noindex: true, ..Head::default() }
    }
}

/// The site as pages of the development server show it when there is no portal to speak of.
pub(in super::super) fn bare(assets: &Assets, locale: &Locale, facts: &Facts) -> Site {
    Site {
        title: "metod".to_owned(),
        lang: locale.tag.clone(),
        root: "/".to_owned(),
        home_url: "/".to_owned(),
        css: vec![format!("/{}", assets.css)],
        js: vec![format!("/{}", assets.js)],
        js_early: format!("/{}", assets.early),
        favicon: format!("/{}", assets.favicon),
        as_of: locale.day(facts.as_of),
        ..Site::default()
    }
}

impl Views<'_> {
    /// `site` for this page.
    pub(in super::super) fn site(&self) -> Site {
        let config = &self.portal.config;
        Site {
            title: config.title.get(&self.language.tag).to_owned(),
            region: config.region.get(&self.language.tag).to_owned(),
            lang: self.language.tag.clone(),
            root: self.root.to_owned(),
            home_url: self.url(&address::home(&self.language.prefix)),
            nav: self.navigation(),
            css: vec![self.url(&self.assets.css)],
            js: vec![self.url(&self.assets.js)],
            js_early: self.url(&self.assets.early),
            favicon: self.url(&self.assets.favicon),
            as_of: self.locale.day(self.facts.as_of),
            operator: self.operator(),
            foot_links: self.foot_links(),
            forge_url: config.forge.as_ref().map(|forge| forge.url.clone()),
            demo: config.demo,
            search_url: Some(self.url(&address::search(&self.language.prefix))),
            search: Some(SearchFiles {
                script: self.script("search-box"),
                worker: self.script("search-worker"),
                titles: self.script("search-titles"),
                nothing: self.script("search-nothing"),
                engine: self.assets.engine.iter().map(|part| self.url(part)).collect(),
            }),
        }
    }

    /// Address of a script that is not on every page; empty if a theme has none.
    fn script(&self, folder: &str) -> String {
        self.assets.scripts.get(folder).map(|address| self.url(address)).unwrap_or_default()
    }

    /// The collection to which this page belongs.
    fn own_collection(&self) -> Option<&str> {
        match &self.page.kind {
            Kind::List { collection, .. } => Some(&*self.language.collections[*collection].id),
            Kind::Record(ix) => Some(&*self.portal.record(*ix).collection),
            _ => None,
        }
    }

    fn navigation(&self) -> Vec<Section> {
        self.language
            .collections
            .iter()
            .filter_map(|collection| {
                let schema = self.portal.schemas.get(&collection.id)?;
                schema.nav?;
                let address = address::list_page(&self.language.prefix, &collection.id, 1);
                Some(Section {
                    id: collection.id.to_string(),
                    label: schema.label.get(&self.language.tag).to_owned(),
                    url: self.url(&address),
                    count: collection.records.len(),
                })
            })
            .collect()
    }

    /// This page in each language, or that language's home page.
    fn switch(&self) -> Vec<Switch> {
        if self.plan.languages.len() < 2 {
            return Vec::new();
        }
        self.plan
            .languages
            .iter()
            .map(|language| {
                let home = address::home(&language.prefix);
                let address = self.counterpart(&language.prefix).unwrap_or(home);
                Switch {
                    lang: language.tag.clone(),
                    label: own_name(&language.tag),
                    url: self.url(&address),
                }
            })
            .collect()
    }

    /// Address of this page in the language with `prefix`, if it exists there.
    fn counterpart(&self, prefix: &str) -> Option<String> {
        let bare = self.page.address.strip_prefix(self.language.prefix.as_str())?;
        let address = format!("{prefix}{bare}");
        self.plan.page(&address).map(|_| address)
    }

    fn operator(&self) -> Option<OperatorView> {
        let operator = self.portal.config.operator.clone()?;
        Some(OperatorView {
            name: operator.name,
            url: operator.url,
            email: operator.email,
            phone: operator.phone,
            address: operator.address,
        })
    }

    /// The pages about the portal itself.
    fn foot_links(&self) -> Vec<Labelled> {
        let pages = self.language.collections.iter().find(|collection| &*collection.id == "pages");
        let records = pages.map(|collection| collection.records.as_slice()).unwrap_or_default();
        records
            .iter()
            .take(6)
            .filter_map(|&ix| {
                let address = self.plan.record_address(ix)?;
                let label = self.title(self.portal.record(ix));
                Some(Labelled { label, url: Some(self.url(address)) })
            })
            .collect()
    }

    /// `page` for this page.
    pub(in super::super) fn head(&self, extra: &Extra) -> Head {
        let mut head = match &self.page.kind {
            Kind::Home => Head { kind: "home", title: self.site_title(), ..Head::default() },
            Kind::List { collection, facet, number } => {
                self.list_head(*collection, *facet, *number)
            }
            Kind::Record(ix) => self.record_head(*ix),
            Kind::Search => self.search_head(),
            Kind::NotFound => Head::titled("404", self.locale.text("notfound-title")),
        };
        head.languages = self.switch();
        head.section = self.own_collection().map(str::to_owned);
        head.is_section = matches!(self.page.kind, Kind::List { facet: None, number: 1, .. });
        if self.page.kind != Kind::NotFound {
            head.canonical =
                self.facts.base_url.as_ref().map(|base| format!("{base}{}", self.page.address));
            head.alternates = self.alternates();
            head.links = self.head_links(extra);
            head.jsonld = extra.jsonld.clone();
        }
        head
    }

    fn head_links(&self, extra: &Extra) -> Vec<HeadLink> {
        let link = |other: &super::super::Alternate| HeadLink {
            rel: "alternate",
            kind: other.kind,
            title: other.title.clone(),
            url: self.url(&other.address),
        };
        let mut links: Vec<HeadLink> = extra.alternates.iter().map(link).collect();
        // Browsers offer the portal's search by itself.
        if self.facts.base_url.is_some() {
            links.push(HeadLink {
                rel: "search",
                kind: "application/opensearchdescription+xml",
                title: self.site_title(),
                url: self.url(&format!("{}opensearch.xml", self.language.prefix)),
            });
        }
        links
    }

    fn site_title(&self) -> String {
        self.portal.config.title.get(&self.language.tag).to_owned()
    }

    fn alternates(&self) -> Vec<Alternate> {
        let others = self.plan.languages.iter().filter(|other| other.tag != self.language.tag);
        others
            .filter_map(|other| {
                let address = self.counterpart(&other.prefix)?;
                Some(Alternate { lang: other.tag.clone(), url: self.url(&address) })
            })
            .collect()
    }

    fn crumb(&self, label: String, address: Option<&str>) -> Labelled {
        Labelled { label, url: address.map(|address| self.url(address)) }
    }

    fn home_crumb(&self) -> Labelled {
        let address = address::home(&self.language.prefix);
        self.crumb(self.locale.text("nav-home"), Some(&address))
    }

    fn search_head(&self) -> Head {
        let title = self.locale.text("search-title");
        let breadcrumbs = vec![self.home_crumb(), self.crumb(title.clone(), None)];
        let js = vec![self.script("search-page")];
        Head { breadcrumbs, js, ..Head::titled("search", title) }
    }

    fn list_head(&self, collection: usize, facet: Option<(usize, usize)>, number: usize) -> Head {
        let plan = &self.language.collections[collection];
        let title = self.list_title(collection, facet);
        let first = address::list_page(&self.language.prefix, &plan.id, 1);
        let mut breadcrumbs = vec![self.home_crumb()];
        if facet.is_some() || number > 1 {
            breadcrumbs.push(self.crumb(self.collection_label(&plan.id), Some(&first)));
        }
        let mut here = title.clone();
        if number > 1 {
            let number = number.to_string();
            here = self.locale.with("page-n", "n", &number);
        }
        breadcrumbs.push(self.crumb(here.clone(), None));
        let title = if number > 1 { format!("{title} — {here}") } else { title };
        Head { kind: "list", title, breadcrumbs, ..Head::default() }
    }

    fn record_head(&self, ix: metod_content::model::RecordIx) -> Head {
        let record = self.portal.record(ix);
        let list = address::list_page(&self.language.prefix, &record.collection, 1);
        let title = self.title(record);
        let breadcrumbs = vec![
            self.home_crumb(),
            self.crumb(self.collection_label(&record.collection), Some(&list)),
            self.crumb(title.clone(), None),
        ];
        let forge = self.portal.config.forge.as_ref();
        // A table's history says when its file changed, not when one of its rows did.
        let own_file = record.body.is_some();
        let known = self.history.files.get(&*record.path).filter(|_| own_file);
        let changed = known.map(|file| (file.created, file.changed));
        let date = |name: &str| record.fields.date(name).map(|date| self.locale.date(date));
        Head {
            kind: "record",
            title,
            description: record.summary().map(|text| self.text(record, text)),
            breadcrumbs,
            updated: date("updated").or_else(|| changed.map(|(_, day)| self.locale.day(day))),
            created: date("date").or_else(|| changed.map(|(day, _)| self.locale.day(day))),
            history_url: forge.map(|forge| forge.history_url(&record.path)),
            edit_url: forge.map(|forge| forge.edit_url(&record.path)),
            ..Head::default()
        }
    }

    pub(super) fn collection_label(&self, id: &str) -> String {
        let schema = self.portal.schemas.get(id);
        schema.map_or_else(|| id.to_owned(), |s| s.label.get(&self.language.tag).to_owned())
    }
}
