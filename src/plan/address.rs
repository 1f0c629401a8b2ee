//! Addresses. A page is `<collection>/<id>.html`; names that ids cannot have (a dot within) are free
//! for lists, so that no record can ever take a list's place.

/// Address of the home page under a language's prefix.
pub fn home(prefix: &str) -> String {
    format!("{prefix}index.html")
}

/// Address of the search page under a language's prefix. Records lie in the folders of their collections.
pub fn search(prefix: &str) -> String {
    format!("{prefix}search.html")
}

/// Address of a record's page.
pub fn record_page(prefix: &str, collection: &str, id: &str) -> String {
    format!("{prefix}{collection}/{id}.html")
}

/// Address of page `number` (from 1) of a collection's list.
pub fn list_page(prefix: &str, collection: &str, number: usize) -> String {
    match number {
        1 => format!("{prefix}{collection}/index.html"),
        _ => format!("{prefix}{collection}/page.{number}.html"),
    }
}

/// Address of page `number` (from 1) of the records with one facet value.
pub fn facet_page(
    prefix: &str,
    collection: &str,
    field: &str,
    value: &str,
    number: usize,
) -> String {
    match number {
        1 => format!("{prefix}{collection}/by.{field}.{value}.html"),
        _ => format!("{prefix}{collection}/by.{field}.{value}.{number}.html"),
    }
}

/// Address of a file in a record's folder.
pub fn attachment(collection: &str, id: &str, name: &str) -> String {
    format!("{collection}/{id}/{name}")
}

/// Address of a record's file in another format, the same for all languages.
pub fn record_file(collection: &str, id: &str, extension: &str) -> String {
    format!("{collection}/{id}.{extension}")
}

/// Address of a whole collection in another format, the same for all languages.
pub fn list_file(collection: &str, extension: &str) -> String {
    format!("{collection}/{collection}.{extension}")
}

/// The way from the page at `from` to the root of the site: `""`, `"../"`, `"../../"`.
pub fn root(from: &str) -> &'static str {
    match from.bytes().filter(|byte| *byte == b'/').count() {
        0 => "",
        1 => "../",
        2 => "../../",
        _ => "../../../",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_never_take_a_records_address() {
        assert_eq!(record_page("", "practices", "page-2"), "practices/page-2.html");
        assert_eq!(list_page("en/", "practices", 2), "en/practices/page.2.html");
        assert_eq!(root("en/practices/page.2.html"), "../../");
        assert_eq!(root("index.html"), "");
    }
}
