//! Lists: one page of a collection or of one facet value of it.

use std::sync::Arc;

use metod_content::model::RecordIx;
use serde::Serialize;
use tera::Context;

use super::super::shared::Setting;
use super::super::{RenderError, to_value};
use super::downloads::Download;
use super::{Html, Views, paragraph};
use crate::plan::lists::Collection;
use crate::plan::{address, pages_of};

/// Pages named on each side of the current one.
const AROUND: usize = 2;
/// Values of a facet that are shown unfolded.
const UNFOLDED: usize = 8;

/// `list` of the theme's contract.
#[derive(Debug, Serialize)]
pub(in super::super) struct List {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    intro: Option<String>,
    total: usize,
    shown_from: usize,
    shown_to: usize,
    facets: Vec<Html>,
    active: Vec<Active>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clear_url: Option<String>,
    cards: Vec<Html>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sort_label: Option<String>,
    downloads: Vec<Download>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pager: Option<Pager>,
}

/// `facet` of the theme's contract.
#[derive(Debug, Serialize)]
struct FacetView {
    label: String,
    values: Vec<ValueView>,
    more: Vec<ValueView>,
}

#[derive(Debug, Serialize)]
struct ValueView {
    label: String,
    count: usize,
    url: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    current: bool,
}

#[derive(Debug, Serialize)]
struct Active {
    label: String,
    remove_url: String,
}

#[derive(Debug, Serialize)]
struct Pager {
    #[serde(skip_serializing_if = "Option::is_none")]
    prev: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    items: Vec<PagerItem>,
}

#[derive(Debug, Default, Serialize)]
struct PagerItem {
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    current: bool,
    gap: bool,
}

type Chosen = Option<(usize, usize)>;

impl Views<'_> {
    /// `list` for this page.
    pub(in super::super) fn list(
        &self,
        collection: usize,
        facet: Chosen,
        number: usize,
    ) -> Result<List, RenderError> {
        let plan = &self.language.collections[collection];
        let records = records_of(plan, facet);
        let size = self.portal.config.page_size;
        let from = (number - 1) * size;
        let shown = &records[from.min(records.len())..(from + size).min(records.len())];
        let first = self.url(&address::list_page(&self.language.prefix, &plan.id, 1));
        Ok(List {
            title: self.list_title(collection, facet),
            intro: self.intro(plan, facet, number),
            total: records.len(),
            shown_from: if records.is_empty() { 0 } else { from + 1 },
            shown_to: from + shown.len(),
            facets: self.facets(collection, facet)?,
            active: self.active(plan, facet, &first),
            clear_url: facet.map(|_| first),
            cards: self.cards(shown.iter().copied(), Setting::List)?,
            sort_label: self.sort_label(plan),
            downloads: self.list_downloads(plan),
            pager: self.pager(plan, facet, number, pages_of(records.len(), size)),
        })
    }

    pub(super) fn list_title(&self, collection: usize, facet: Chosen) -> String {
        let plan = &self.language.collections[collection];
        let label = self.collection_label(&plan.id);
        match facet {
            Some((facet, value)) => {
                let facet = &plan.facets[facet];
                format!("{label}: {}", facet.values[value].label)
            }
            None => label,
        }
    }

    fn intro(&self, plan: &Collection, facet: Chosen, number: usize) -> Option<String> {
        let schema = self.portal.schemas.get(&plan.id)?;
        let text = schema.intro.get(&self.language.tag);
        let wanted = facet.is_none() && number == 1 && !text.is_empty();
        wanted.then(|| paragraph(text))
    }

    fn sort_label(&self, plan: &Collection) -> Option<String> {
        let schema = self.portal.schemas.get(&plan.id)?;
        let key = schema.sort.first()?;
        let name = match (&*key.field, key.descending) {
            ("date", true) => "sort-newest",
            ("title" | "name", false) => "sort-title",
            ("system", false) => "sort-system",
            _ => return None,
        };
        Some(self.locale.text(name))
    }

    /// Every facet with more than one value; only the one with the chosen value is made for this page.
    fn facets(&self, collection: usize, chosen: Chosen) -> Result<Vec<Html>, RenderError> {
        let place = (collection, self.language.collections.len());
        let plan = &self.language.collections[collection];
        let all = self.engine.shared.facets(place, || {
            let numbers = 0..plan.facets.len();
            let made: Result<Vec<Html>, RenderError> =
                numbers.map(|number| self.facet_html(plan, number, None)).collect();
            Ok::<Arc<[Html]>, RenderError>(made?.into())
        })?;
        let mut out = Vec::with_capacity(all.len());
        for (number, html) in all.iter().enumerate() {
            match chosen.filter(|(facet, _)| *facet == number) {
                Some((_, value)) => out.push(self.facet_html(plan, number, Some(value))?),
                None => out.push(html.clone()),
            }
        }
        out.retain(|html| !html.is_empty());
        Ok(out)
    }

    /// A facet's values; nothing where there is no choice between them.
    fn facet_html(
        &self,
        plan: &Collection,
        number: usize,
        current: Option<usize>,
    ) -> Result<Html, RenderError> {
        let facet = &plan.facets[number];
        if facet.values.len() < 2 {
            return Ok(String::new().into());
        }
        let prefix = &self.language.prefix;
        let value = |(index, value): (usize, &crate::plan::lists::FacetValue)| {
            let is_current = current == Some(index);
            let address = if is_current {
                address::list_page(prefix, &plan.id, 1)
            } else {
                address::facet_page(prefix, &plan.id, &facet.field, &value.id, 1)
            };
            ValueView {
                label: value.label.clone(),
                count: value.records.len(),
                url: self.url(&address),
                current: is_current,
            }
        };
        let mut values: Vec<ValueView> = facet.values.iter().enumerate().map(value).collect();
        if let Some(index) = current.filter(|index| *index >= UNFOLDED) {
            let value = values.remove(index);
            values.insert(0, value);
        }
        let more = values.split_off(values.len().min(UNFOLDED));
        let view = FacetView { label: facet.label.clone(), values, more };
        let mut arguments = Context::new();
        arguments.insert_value("facet", to_value(&view)?);
        Ok(self.engine.component("facet", &arguments)?.into())
    }

    fn active(&self, plan: &Collection, chosen: Chosen, first: &str) -> Vec<Active> {
        let one = |(facet, value): (usize, usize)| {
            let facet = &plan.facets[facet];
            let label = format!("{}: {}", facet.label, facet.values[value].label);
            Active { label, remove_url: first.to_owned() }
        };
        chosen.map(one).into_iter().collect()
    }

    fn pager(
        &self,
        plan: &Collection,
        facet: Chosen,
        number: usize,
        pages: usize,
    ) -> Option<Pager> {
        if pages < 2 {
            return None;
        }
        let prefix = &self.language.prefix;
        let url = |number: usize| match facet {
            Some((facet, value)) => {
                let facet = &plan.facets[facet];
                let id = &facet.values[value].id;
                self.url(&address::facet_page(prefix, &plan.id, &facet.field, id, number))
            }
            None => self.url(&address::list_page(prefix, &plan.id, number)),
        };
        let mut items = Vec::new();
        let mut last = 0;
        for n in 1..=pages {
            let near = n.abs_diff(number) <= AROUND || n == 1 || n == pages;
            if !near {
                continue;
            }
            if n > last + 1 {
                items.push(PagerItem { gap: true, ..PagerItem::default() });
            }
            let (n_item, url) = (Some(n), Some(url(n)));
            items.push(PagerItem { n: n_item, url, current: n == number, gap: false });
            last = n;
        }
        Some(Pager {
            prev: (number > 1).then(|| url(number - 1)),
            next: (number < pages).then(|| url(number + 1)),
            items,
        })
    }
}

fn records_of(plan: &Collection, facet: Chosen) -> &[RecordIx] {
    match facet {
        Some((facet, value)) => &plan.facets[facet].values[value].records,
        None => &plan.records,
    }
}
