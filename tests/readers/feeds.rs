//! Feeds: read by the crate `atom_syndication`, and held to the rules of RFC 4287 on the elements that
//! `quick-xml` reads. A reader forgives; the rules do not.

use std::collections::BTreeSet;

use atom_syndication::Feed;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::{BASE, SAMPLE, ending};

const ATOM: &str = "http://www.w3.org/2005/Atom";

/// An element with its namespace.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    text: String,
}

impl Element {
    fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    fn text(&self, name: &str) -> &str {
        let found = self.children.iter().find(|child| child.name == name);
        found.map_or("", |child| child.text.trim())
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

fn tree(xml: &str) -> Element {
    let mut reader = NsReader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut open = vec![Element::default()];
    loop {
        let (space, event) = reader.read_resolved_event().unwrap();
        match event {
            Event::Start(tag) => {
                assert!(matches!(space, ResolveResult::Bound(name) if name.as_ref() == ATOM));
                let attribute = |found: quick_xml::events::attributes::Attribute<'_>| {
                    (found.key.as_ref().to_owned(), found.value.to_string())
                };
                open.push(Element {
                    name: tag.local_name().as_ref().to_owned(),
                    attributes: tag.attributes().map(|found| attribute(found.unwrap())).collect(),
                    ..Element::default()
                });
            }
            Event::End(_) => {
                let done = open.pop().unwrap();
                open.last_mut().unwrap().children.push(done);
            }
            Event::Text(text) => open.last_mut().unwrap().text.push_str(&text),
            Event::GeneralRef(name) => {
                open.last_mut().unwrap().text.push_str(&format!("&{};", &*name));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open.len(), 1, "not closed: {open:?}");
    let mut roots = open.pop().unwrap().children;
    assert_eq!(roots.len(), 1);
    roots.pop().unwrap()
}

/// Children that an element may have, and how often (RFC 4287, 4.1.1, 4.1.2, 3.2).
const MANY: usize = usize::MAX;
const FEED: &[(&str, usize, usize)] = &[
    ("id", 1, 1),
    ("title", 1, 1),
    ("updated", 1, 1),
    ("link", 1, MANY),
    ("author", 0, MANY),
    ("category", 0, MANY),
    ("contributor", 0, MANY),
    ("generator", 0, 1),
    ("icon", 0, 1),
    ("logo", 0, 1),
    ("rights", 0, 1),
    ("subtitle", 0, 1),
    ("entry", 0, MANY),
];
const ENTRY: &[(&str, usize, usize)] = &[
    ("id", 1, 1),
    ("title", 1, 1),
    ("updated", 1, 1),
    ("published", 0, 1),
    ("link", 0, MANY),
    ("author", 0, MANY),
    ("category", 0, MANY),
    ("content", 0, 1),
    ("contributor", 0, MANY),
    ("rights", 0, 1),
    ("source", 0, 1),
    ("summary", 0, 1),
];
const PERSON: &[(&str, usize, usize)] = &[("name", 1, 1), ("uri", 0, 1), ("email", 0, 1)];

/// What of the standard a feed breaks.
fn faults(feed: &Element) -> Vec<String> {
    let mut faults = Vec::new();
    children(feed, FEED, &mut faults);
    place(feed, &mut faults);
    // 4.1.1: a feed says where it came from, and who wrote what does not say it itself.
    if !feed.all("link").any(|link| link.attribute("rel") == Some("self")) {
        faults.push("feed: no link to itself".to_owned());
    }
    let authors = feed.all("author").count();
    let mut ids = BTreeSet::new();
    for entry in feed.all("entry") {
        let id = entry.text("id");
        children(entry, ENTRY, &mut faults);
        place(entry, &mut faults);
        if authors + entry.all("author").count() == 0 {
            faults.push(format!("{id}: no author"));
        }
        let alternate = |link: &Element| matches!(link.attribute("rel"), None | Some("alternate"));
        if entry.all("content").count() == 0 && !entry.all("link").any(alternate) {
            faults.push(format!("{id}: neither content nor a link to it"));
        }
        if !ids.insert(id) {
            faults.push(format!("{id}: two entries"));
        }
    }
    faults
}

fn children(of: &Element, allowed: &[(&str, usize, usize)], faults: &mut Vec<String>) {
    for (name, least, most) in allowed {
        let count = of.all(name).count();
        if !(*least..=*most).contains(&count) {
            faults.push(format!("{}: {count} of {name}", of.name));
        }
    }
    for child in &of.children {
        let name = child.name.as_str();
        if !allowed.iter().any(|(known, ..)| *known == name) {
            faults.push(format!("{}: {name} is not allowed", of.name));
        }
        let missing = |wanted: &str| child.attribute(wanted).is_none_or(str::is_empty);
        match name {
            "author" | "contributor" => children(child, PERSON, faults),
            "link" if missing("href") => faults.push("link: no href".to_owned()),
            "category" if missing("term") => faults.push("category: no term".to_owned()),
            // 3.1.1: our texts are plain.
            "title" | "summary" | "rights" | "subtitle"
                if !matches!(child.attribute("type"), None | Some("text" | "html")) =>
            {
                faults.push(format!("{name}: {:?}", child.attributes));
            }
            _ => {}
        }
    }
}

/// What feeds and entries have in common: an absolute identifier, moments of RFC 3339, one alternate a
/// media type and language.
fn place(of: &Element, faults: &mut Vec<String>) {
    let id = of.text("id");
    if !id.starts_with("https://") || id.contains(char::is_whitespace) {
        faults.push(format!("{}: identifier {id}", of.name));
    }
    let moments = of.children.iter().filter(|c| matches!(&*c.name, "updated" | "published"));
    for moment in moments {
        if !is_moment(moment.text.trim()) {
            faults.push(format!("{id}: {} {}", moment.name, moment.text));
        }
    }
    if of.all("published").next().is_some() && of.text("published") > of.text("updated") {
        faults.push(format!("{id}: changed before it was published"));
    }
    let mut seen = BTreeSet::new();
    for link in of.all("link").filter(|link| link.attribute("rel") == Some("alternate")) {
        if !seen.insert((link.attribute("type"), link.attribute("hreflang"))) {
            faults.push(format!("{id}: two alternates of one kind"));
        }
    }
}

/// `2026-11-23T00:00:00Z`: every digit, the capital T and the zone are asked for (3.3).
fn is_moment(text: &str) -> bool {
    let pattern = "0000-00-00T00:00:00Z";
    let fits = |(found, wanted): (char, char)| match wanted {
        '0' => found.is_ascii_digit(),
        wanted => found == wanted,
    };
    text.len() == pattern.len()
        && text.chars().zip(pattern.chars()).all(fits)
        && text
            .split('T')
            .next()
            .is_some_and(|day| day.parse::<metod_content::date::CivilDate>().is_ok())
}

fn feeds() -> Vec<(&'static str, &'static str)> {
    let all = ending("feed.xml").map(|(name, bytes)| (name, std::str::from_utf8(bytes).unwrap()));
    let all: Vec<_> = all.collect();
    assert!(all.len() >= 4, "{all:?}");
    all
}

#[test]
fn feeds_keep_the_rules_of_atom() {
    for (name, xml) in feeds() {
        let feed = tree(xml);
        assert_eq!(feed.name, "feed", "{name}");
        assert_eq!(faults(&feed), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_reader_of_feeds_finds_everything() {
    for (name, xml) in feeds() {
        let feed: Feed = xml.parse().unwrap();
        assert_eq!(feed.id(), format!("{BASE}{name}"));
        assert_eq!(feed.lang(), Some(if name.starts_with("en/") { "en" } else { "ru" }));
        assert!(!feed.authors()[0].name().is_empty());
        assert!(!feed.entries().is_empty() && feed.entries().len() <= 50, "{name}");
        let newest = feed.entries().iter().map(|entry| *entry.updated()).max();
        assert_eq!(Some(*feed.updated()), newest, "{name}");
        for entry in feed.entries() {
            let link = entry.links()[0].href();
            let page = link.strip_prefix(BASE).unwrap();
            let record = SAMPLE.plan.page(page).unwrap_or_else(|| panic!("{name}: {page}"));
            let html = SAMPLE.html(record).unwrap();
            let title = entry.title().as_str().replace('&', "&amp;");
            assert!(html.contains(&title), "{page}: {title}");
            assert!(entry.summary().is_some_and(|text| !text.as_str().is_empty()), "{page}");
        }
    }
}

#[test]
fn broken_feeds_are_found_out() {
    let (_, good) = feeds()[0];
    let once = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    let head = &good[good.find("<id>").unwrap()..good.find("<title>").unwrap()];
    let author = &good[good.find("<author>").unwrap()..good.find("<entry>").unwrap()];
    let entry = &good[good.find("<entry>").unwrap()..good.find("</entry>").unwrap() + 9];
    let broken = [
        once(head, ""),
        once("<title>", "<title/><title>"),
        once("T00:00:00Z", ""),
        once("rel=\"self\"", "rel=\"next\""),
        once(author, ""),
        once("<entry>", "<entry><author/>"),
        once("</entry>", "<body/></entry>"),
        once(entry, &entry.repeat(2)),
        once("term=", "scheme="),
        once("<published>2", "<published>9"),
        once("<id>https:", "<id>"),
    ];
    for xml in broken {
        assert!(!faults(&tree(&xml)).is_empty(), "{xml}");
    }
}
