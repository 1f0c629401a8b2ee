//! Lists: one page of a collection or of one facet value of it.

use metod_content::model::RecordIx;
use serde::Serialize;

use super::card::Card;
use super::downloads::Download;
use super::{Views, paragraph};
use crate::plan::lists::Collection;
use crate::plan::{address, pages_of};

/// Pages named on each side of the current one.
const AROUND: usize = 2;
/// Values of a facet that the theme shows unfolded.
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
    facets: Vec<FacetView>,
    active: Vec<Active>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clear_url: Option<String>,
    cards: Vec<Card>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sort_label: Option<String>,
    downloads: Vec<Download>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pager: Option<Pager>,
}

#[derive(Debug, Serialize)]
struct FacetView {
    id: String,
    label: String,
    values: Vec<ValueView>,
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
    pub(in super::super) fn list(&self, collection: usize, facet: Chosen, number: usize) -> List {
        let plan = &self.language.collections[collection];
        let records = records_of(plan, facet);
        let size = self.portal.config.page_size;
        let from = (number - 1) * size;
        let shown = &records[from.min(records.len())..(from + size).min(records.len())];
        let cards = shown.iter().filter_map(|&ix| self.card(ix, false)).collect();
        let first = self.url(&address::list_page(&self.language.prefix, &plan.id, 1));
        List {
            title: self.list_title(collection, facet),
            intro: self.intro(plan, facet, number),
            total: records.len(),
            shown_from: if records.is_empty() { 0 } else { from + 1 },
            shown_to: from + shown.len(),
            facets: self.facets(plan, facet),
            active: self.active(plan, facet, &first),
            clear_url: facet.map(|_| first),
            cards,
            sort_label: self.sort_label(plan),
            downloads: self.list_downloads(plan),
            pager: self.pager(plan, facet, number, pages_of(records.len(), size)),
        }
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

    fn facets(&self, plan: &Collection, chosen: Chosen) -> Vec<FacetView> {
        let first = self.url(&address::list_page(&self.language.prefix, &plan.id, 1));
        let one = |(number, facet): (usize, &crate::plan::lists::Facet)| {
            let current = chosen.filter(|(facet, _)| *facet == number).map(|(_, value)| value);
            let value = |(index, value): (usize, &crate::plan::lists::FacetValue)| {
                let is_current = current == Some(index);
                let prefix = &self.language.prefix;
                let address = address::facet_page(prefix, &plan.id, &facet.field, &value.id, 1);
                ValueView {
                    label: value.label.clone(),
                    count: value.records.len(),
                    url: if is_current { first.clone() } else { self.url(&address) },
                    current: is_current,
                }
            };
            let mut values: Vec<ValueView> = facet.values.iter().enumerate().map(value).collect();
            if let Some(index) = current.filter(|index| *index >= UNFOLDED) {
                let value = values.remove(index);
                values.insert(0, value);
            }
            FacetView { id: facet.field.to_string(), label: facet.label.clone(), values }
        };
        plan.facets.iter().enumerate().map(one).filter(|facet| facet.values.len() > 1).collect()
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
