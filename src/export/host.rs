//! Files that servers, hosts and search engines look for at the root of a site.

use super::xml::Xml;
use super::{Job, Material};

/// Extensions that IIS does not know, or knows by another type than ours.
const TYPES: [(&str, &str); 7] = [
    (".bin", "application/octet-stream"),
    (".csv", "text/csv; charset=utf-8"),
    (".ics", "text/calendar; charset=utf-8"),
    (".json", "application/json"),
    (".svg", "image/svg+xml"),
    (".ttl", "text/turtle; charset=utf-8"),
    (".webp", "image/webp"),
];

/// `web.config`, `.nojekyll`, and `robots.txt` where the portal's address is known.
pub(super) fn jobs<'m>(material: Material<'m>) -> Vec<Job<'m>> {
    let mut jobs = vec![
        Job::new("web.config", || Ok(web_config())),
        // GitHub Pages leaves out what it takes for Jekyll's own unless this file is there.
        Job::new(".nojekyll", || Ok(Vec::new())),
    ];
    if let Some(base) = material.base_url {
        jobs.push(Job::new("robots.txt", move || Ok(robots(base).into_bytes())));
    }
    jobs
}

/// Settings of IIS for this folder: the start page, media types, the page for what is missing.
fn web_config() -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("configuration", &[]);
    xml.open("system.webServer", &[]);
    xml.open("defaultDocument", &[("enabled", "true")]);
    xml.open("files", &[]);
    xml.empty("clear", &[]);
    xml.empty("add", &[("value", "index.html")]);
    xml.close("files");
    xml.close("defaultDocument");
    xml.open("staticContent", &[]);
    for (extension, kind) in TYPES {
        // Adding a type that a server has already is an error to IIS; removing one it lacks is not.
        xml.empty("remove", &[("fileExtension", extension)]);
        xml.empty("mimeMap", &[("fileExtension", extension), ("mimeType", kind)]);
    }
    xml.close("staticContent");
    xml.open("httpErrors", &[("errorMode", "Custom"), ("existingResponse", "Auto")]);
    xml.empty("remove", &[("statusCode", "404")]);
    xml.empty("error", &[("statusCode", "404"), ("path", "404.html"), ("responseMode", "File")]);
    xml.close("httpErrors");
    xml.close("system.webServer");
    xml.close("configuration");
    xml.bytes()
}

/// Robots Exclusion Protocol (RFC 9309): everything may be read. Robots look for the file at the root
/// of a host only; a portal under a sub-path tells its sitemap to search engines by hand.
fn robots(base: &str) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n")
}

/// OpenSearch 1.1 description document, by which browsers offer the portal's search. Only for a portal
/// with a search page.
pub(super) fn opensearch<'m>(material: Material<'m>) -> Vec<Job<'m>> {
    let Some(base) = material.base_url else {
        return Vec::new();
    };
    let languages = material.plan.languages.iter().filter(|language| {
        let page = format!("{}search.html", language.prefix);
        material.plan.page(&page).is_some()
    });
    languages
        .map(|language| {
            let address = format!("{}opensearch.xml", language.prefix);
            let prefix = language.prefix.as_str();
            let title = material.site_title(&language.tag);
            Job::new(address, move || Ok(description(base, prefix, title)))
        })
        .collect()
}

fn description(base: &str, prefix: &str, title: &str) -> Vec<u8> {
    // The standard allows a name of 16 characters.
    let short: String = title.chars().take(16).collect();
    let template = format!("{base}{prefix}search.html?q={{searchTerms}}");
    let mut xml = Xml::new();
    let namespace = "http://a9.com/-/spec/opensearch/1.1/";
    xml.open("OpenSearchDescription", &[("xmlns", namespace)]);
    xml.text("ShortName", short.trim());
    xml.text("LongName", &title.chars().take(48).collect::<String>());
    xml.text("Description", title);
    xml.text("InputEncoding", "UTF-8");
    xml.empty("Url", &[("type", "text/html"), ("method", "get"), ("template", &template)]);
    xml.close("OpenSearchDescription");
    xml.bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_terms_are_left_to_the_browser() {
        let bytes = description("https://example.org/", "en/", "Bank of teaching practices");
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("https://example.org/en/search.html?q={searchTerms}"), "{text}");
        assert!(text.contains("<ShortName>Bank of teaching</ShortName>"), "{text}");
    }
}
