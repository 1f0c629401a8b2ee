//! JSON-LD of the pages as triples, by the crate `oxjsonld`. schema.org's context is given from here:
//! no test asks the network.

use metod::plan::{Kind, Page};
use std::collections::{BTreeMap, BTreeSet};

use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};

use super::{BASE, SAMPLE};

/// What of <https://schema.org/docs/jsonldcontext.jsonld> our pages need: its vocabulary, and which
/// properties hold addresses.
const CONTEXT: &str = r#"{"@context": {
    "@vocab": "https://schema.org/",
    "url": {"@type": "@id"}, "item": {"@type": "@id"}, "license": {"@type": "@id"}
}}"#;

/// Properties that schema.org defines for what our pages describe; LRMI's are among those of
/// LearningResource.
const PROPERTIES: &[(&str, &[&str])] = &[
    (
        "LearningResource",
        &[
            "name",
            "description",
            "url",
            "inLanguage",
            "keywords",
            "datePublished",
            "dateModified",
            "isAccessibleForFree",
            "learningResourceType",
            "educationalLevel",
            "about",
            "teaches",
            "assesses",
            "author",
            "sourceOrganization",
            "license",
            "audience",
        ],
    ),
    (
        "Legislation",
        &[
            "name",
            "description",
            "url",
            "inLanguage",
            "keywords",
            "datePublished",
            "dateModified",
            "isAccessibleForFree",
            "legislationIdentifier",
            "legislationDate",
            "legislationType",
            "legislationPassedBy",
        ],
    ),
    (
        "DigitalDocument",
        &[
            "name",
            "description",
            "url",
            "inLanguage",
            "keywords",
            "datePublished",
            "dateModified",
            "isAccessibleForFree",
        ],
    ),
    (
        "NewsArticle",
        &[
            "name",
            "headline",
            "description",
            "url",
            "inLanguage",
            "keywords",
            "datePublished",
            "dateModified",
            "isAccessibleForFree",
        ],
    ),
    (
        "Course",
        &[
            "name",
            "description",
            "url",
            "inLanguage",
            "keywords",
            "datePublished",
            "dateModified",
            "isAccessibleForFree",
            "provider",
        ],
    ),
    ("Person", &["name", "jobTitle", "worksFor"]),
    ("Organization", &["name", "alternateName", "url", "address", "parentOrganization"]),
    ("DefinedTerm", &["name", "alternateName", "description", "inLanguage"]),
    ("WebSite", &["name", "url", "inLanguage", "description", "publisher"]),
    ("BreadcrumbList", &["itemListElement"]),
    ("ListItem", &["position", "name", "item"]),
    ("Thing", &["name"]),
    ("EducationalAudience", &["educationalRole"]),
];

const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// Subjects, each with its kind and its properties.
#[derive(Debug, Default)]
struct Node {
    kind: String,
    values: BTreeMap<String, BTreeSet<String>>,
}

type Graph = BTreeMap<String, Node>;

fn graph(address: &str, html: &str) -> Graph {
    let (_, rest) = html.split_once("<script type=\"application/ld+json\">").expect(address);
    let block = rest.split_once("</script>").unwrap().0;
    let parser = JsonLdParser::new()
        .with_base_iri(format!("{BASE}{address}"))
        .unwrap()
        .for_slice(block.as_bytes())
        .with_load_document_callback(|url, _| {
            assert_eq!(url.trim_end_matches('/'), "https://schema.org");
            Ok(JsonLdRemoteDocument {
                document: CONTEXT.as_bytes().to_vec(),
                document_url: "https://schema.org/docs/jsonldcontext.jsonld".to_owned(),
            })
        });
    let mut graph = Graph::new();
    for quad in parser {
        let quad = quad.unwrap_or_else(|error| panic!("{address}: {error}"));
        let object = quad.object.to_string();
        let node = graph.entry(quad.subject.to_string()).or_default();
        match quad.predicate.as_str() {
            TYPE => {
                let kind = object.trim_start_matches("<https://schema.org/");
                assert!(node.kind.is_empty(), "{address}: {} and {kind}", node.kind);
                node.kind = kind.trim_end_matches('>').to_owned();
            }
            other => {
                let name = other.strip_prefix("https://schema.org/").expect(other);
                node.values.entry(name.to_owned()).or_default().insert(object);
            }
        }
    }
    graph
}

fn page(address: &str) -> Graph {
    graph(address, &SAMPLE.html(SAMPLE.plan.page(address).expect(address)).unwrap())
}

/// The one thing of a kind that no other names.
fn top<'g>(graph: &'g Graph, kind: &str) -> &'g Node {
    let named: BTreeSet<&String> =
        graph.values().flat_map(|node| node.values.values().flatten()).collect();
    let mut found =
        graph.iter().filter(|(id, node)| node.kind == kind && !named.contains(id)).map(|(_, n)| n);
    let one = found.next().unwrap_or_else(|| panic!("no {kind}: {graph:?}"));
    assert!(found.next().is_none(), "two of {kind}: {graph:?}");
    one
}

/// Texts of a property, without their quotes.
fn texts<'n>(node: &'n Node, property: &str) -> Vec<&'n str> {
    let all = node.values.get(property).into_iter().flatten();
    all.map(|text| text.trim_matches('"')).collect()
}

/// What a property leads to.
fn nodes<'g>(graph: &'g Graph, node: &Node, property: &str) -> Vec<&'g Node> {
    node.values.get(property).into_iter().flatten().map(|id| &graph[id]).collect()
}

#[test]
fn every_statement_is_in_the_words_of_schema_org() {
    let known: BTreeMap<&str, BTreeSet<&str>> =
        PROPERTIES.iter().map(|(kind, all)| (*kind, all.iter().copied().collect())).collect();
    let mut seen = BTreeSet::new();
    let place = |page: &&Page| !matches!(page.kind, Kind::NotFound | Kind::Search);
    let pages = SAMPLE.plan.pages.iter().filter(place);
    // Each list once, each record: numbered pages of lists say the same.
    for page in
        pages.filter(|page| !page.address.contains("/by.") && !page.address.contains("/page."))
    {
        let html = SAMPLE.html(page).unwrap();
        for node in graph(&page.address, &html).values() {
            let allowed = known.get(node.kind.as_str()).unwrap_or_else(|| panic!("{node:?}"));
            for property in node.values.keys() {
                let is_known = allowed.contains(property.as_str());
                assert!(is_known, "{}: {} has no {property}", page.address, node.kind);
            }
            seen.insert(node.kind.clone());
        }
    }
    let missing: Vec<&&str> = known.keys().filter(|kind| !seen.contains(**kind)).collect();
    assert!(missing.is_empty(), "on no page: {missing:?}");
}

#[test]
fn a_practice_is_a_learning_resource_with_properties_of_its_own() {
    let graph = page("practices/dnevnik-nablyudeniy-matematika.html");
    let practice = top(&graph, "LearningResource");
    assert_eq!(texts(practice, "educationalLevel"), ["Основное общее образование"]);
    assert_eq!(texts(practice, "learningResourceType"), ["Педагогическая"]);
    assert!(!texts(practice, "teaches").is_empty(), "{practice:?}");
    let license = &practice.values["license"];
    assert!(license.contains("<https://creativecommons.org/licenses/by/4.0/>"), "{license:?}");
    let author = nodes(&graph, practice, "author")[0];
    assert_eq!(author.kind, "Person");
    assert!(!texts(author, "name").is_empty());
    let school = nodes(&graph, practice, "sourceOrganization")[0];
    assert_eq!(school.kind, "Organization");
    let about = nodes(&graph, practice, "about");
    assert!(about.iter().any(|topic| texts(topic, "name") == ["Математика"]), "{about:?}");
}

#[test]
fn every_practice_names_its_stage_and_its_kind() {
    let practices =
        SAMPLE.plan.pages.iter().filter(|page| {
            page.address.starts_with("practices/") && !page.address.contains("/by.")
        });
    let mut count = 0;
    for found in practices.filter(|page| !page.address.contains("/page.")) {
        if found.address == "practices/index.html" {
            continue;
        }
        let graph = page(&found.address);
        let practice = top(&graph, "LearningResource");
        for property in ["name", "description", "url", "educationalLevel", "learningResourceType"] {
            assert!(practice.values.contains_key(property), "{}: {property}", found.address);
        }
        count += 1;
    }
    assert!(count >= 40, "{count}");
}

#[test]
fn instruments_assess_and_people_work_somewhere() {
    let graph = page("instruments/dagestan-opros-shkola.html");
    let questions = top(&graph, "LearningResource");
    assert!(texts(questions, "assesses").len() > 10, "{questions:?}");
    assert!(!questions.values.contains_key("teaches"));
    let graph = page("methodists/methodist-07.html");
    let person = top(&graph, "Person");
    assert_eq!(nodes(&graph, person, "worksFor")[0].kind, "Organization");
    let graph = page("organizations/iro-demo.html");
    assert!(!texts(top(&graph, "Organization"), "name").is_empty());
}

#[test]
fn the_way_to_a_page_is_numbered_and_leads_there() {
    let address = "practices/dnevnik-nablyudeniy-matematika.html";
    let graph = page(address);
    let steps = nodes(&graph, top(&graph, "BreadcrumbList"), "itemListElement");
    let mut way: Vec<(&str, &str)> = steps
        .iter()
        .map(|step| {
            let number = texts(step, "position")[0].split('"').next().unwrap();
            (number, texts(step, "item")[0])
        })
        .collect();
    way.sort_unstable();
    let expected =
        ["index.html", "practices/index.html", address].map(|page| format!("<{BASE}{page}>"));
    assert_eq!(way.iter().map(|(number, _)| *number).collect::<Vec<_>>(), ["1", "2", "3"]);
    assert_eq!(way.iter().map(|(_, item)| *item).collect::<Vec<_>>(), expected);
}
