//! The list of pages for search engines (sitemaps.org, protocol 0.9). It wants absolute addresses, so
//! there is none without a base.

use super::xml::Xml;
use super::{Job, Material};
use crate::plan::{Kind, Page};

/// The protocol's limit of one file.
const LIMIT: usize = 50_000;
const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// `sitemap.xml`; in parts with an index over them if the pages are too many for one file.
pub(super) fn jobs<'m>(material: Material<'m>) -> Vec<Job<'m>> {
    split(material, LIMIT)
}

fn split<'m>(material: Material<'m>, limit: usize) -> Vec<Job<'m>> {
    let Some(base) = material.base_url else {
        return Vec::new();
    };
    let pages: Vec<&Page> = material.plan.pages.iter().filter(|page| is_listed(page)).collect();
    if pages.len() <= limit {
        return vec![Job::new("sitemap.xml", move || Ok(part(material, base, &pages)))];
    }
    let parts: Vec<Vec<&Page>> = pages.chunks(limit).map(<[&Page]>::to_vec).collect();
    let count = parts.len();
    let mut jobs = vec![Job::new("sitemap.xml", move || Ok(index(base, count)))];
    for (number, pages) in parts.into_iter().enumerate() {
        jobs.push(Job::new(part_name(number), move || Ok(part(material, base, &pages))));
    }
    jobs
}

/// Later pages of a list hold nothing that the records' own pages do not.
fn is_listed(page: &Page) -> bool {
    match page.kind {
        Kind::List { number, .. } => number == 1,
        Kind::NotFound | Kind::Search => false,
        _ => true,
    }
}

fn part_name(number: usize) -> String {
    format!("sitemap.{}.xml", number + 1)
}

fn index(base: &str, count: usize) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("sitemapindex", &[NAMESPACE]);
    for number in 0..count {
        xml.open("sitemap", &[]);
        xml.text("loc", &format!("{base}{}", part_name(number)));
        xml.close("sitemap");
    }
    xml.close("sitemapindex");
    xml.bytes()
}

fn part(material: Material<'_>, base: &str, pages: &[&Page]) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("urlset", &[NAMESPACE]);
    for page in pages {
        xml.open("url", &[]);
        xml.text("loc", &format!("{base}{}", page.address));
        if let Kind::Record(ix) = page.kind {
            let record = material.portal.record(ix);
            let day = material.updated(record).or_else(|| material.created(record));
            if let Some(day) = day {
                xml.text("lastmod", &day.to_string());
            }
        }
        xml.close("url");
    }
    xml.close("urlset");
    xml.bytes()
}

#[cfg(test)]
mod tests {
    use metod_content::date::CivilDate;
    use metod_content::model::Portal;

    use super::*;
    use crate::plan::{Options, Plan};
    use crate::source::History;

    #[test]
    fn many_pages_are_split_under_an_index() {
        let mut portal = Portal::default();
        portal.config.languages = vec!["ru".to_owned(), "en".to_owned()];
        let (plan, _) = Plan::new(&portal, Options::default());
        let history = History::default();
        let material = Material {
            portal: &portal,
            plan: &plan,
            history: &history,
            as_of: CivilDate::MIN,
            base_url: Some("https://example.org/a/"),
        };
        let names = |limit| -> Vec<String> {
            split(material, limit).into_iter().map(|job| job.address).collect()
        };
        assert_eq!(names(2), ["sitemap.xml"]);
        assert_eq!(names(1), ["sitemap.xml", "sitemap.1.xml", "sitemap.2.xml"]);
        let first = split(material, 1).remove(0).file().unwrap();
        let text = String::from_utf8(first.bytes).unwrap();
        assert!(text.contains("<loc>https://example.org/a/sitemap.2.xml</loc>"), "{text}");
    }
}
