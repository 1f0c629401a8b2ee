//! A strict reader of the HTML that bodies become. What it accepts, every browser reads the same
//! way; so what it does not see in it, is not there.

use std::collections::BTreeSet;

/// A tag or a text, entities decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Text(String),
    Open(String, Vec<(String, String)>),
    Close(String),
}

/// Takes HTML apart; an error is something a browser might read in two ways.
pub(crate) fn tokens(html: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let text = rest.find('<').unwrap_or(rest.len());
        if text > 0 {
            if rest[..text].contains('>') {
                return Err(format!("a bare > in {:?}", &rest[..text]));
            }
            tokens.push(Token::Text(decode(&rest[..text])?));
            rest = &rest[text..];
            continue;
        }
        let end = tag_end(rest).ok_or_else(|| format!("a tag without end: {rest:?}"))?;
        tokens.push(tag(&rest[1..end])?);
        rest = &rest[end + 1..];
    }
    Ok(tokens)
}

fn tag_end(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, character)| match character {
        '"' => {
            quoted = !quoted;
            None
        }
        '>' if !quoted => Some(at),
        _ => None,
    })
}

fn tag(text: &str) -> Result<Token, String> {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    if let Some(name) = text.strip_prefix('/') {
        return if is_name(name) {
            Ok(Token::Close(name.into()))
        } else {
            Err(format!("</{name}>"))
        };
    }
    let text = text.strip_suffix(" /").unwrap_or(text);
    let (name, mut rest) = text.split_once(' ').unwrap_or((text, ""));
    if !is_name(name) {
        return Err(format!("a tag {text:?}"));
    }
    let mut attributes = Vec::new();
    while !rest.is_empty() {
        let (key, after) =
            rest.split_once("=\"").ok_or_else(|| format!("an attribute {rest:?}"))?;
        let (value, after) = after.split_once('"').ok_or_else(|| format!("a value {rest:?}"))?;
        if !is_name(key) || value.contains(['<', '>']) {
            return Err(format!("an attribute {key:?} of {text:?}"));
        }
        attributes.push((key.to_owned(), decode(value)?));
        rest = match after.strip_prefix(' ') {
            Some(after) => after,
            None if after.is_empty() => "",
            None => return Err(format!("no space after {key:?}")),
        };
    }
    Ok(Token::Open(name.to_owned(), attributes))
}

fn decode(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let (name, character) =
            [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#x27;", '\'')]
                .into_iter()
                .find(|(name, _)| rest[at..].starts_with(name))
                .ok_or_else(|| format!("an ampersand in {text:?}"))?;
        out.push(character);
        rest = &rest[at + name.len()..];
    }
    out.push_str(rest);
    Ok(out)
}

const INLINE: &[&str] = &["em", "strong", "del", "a", "code", "span", "sup", "br", "img"];
const VOID: &[&str] = &["br", "hr", "img"];
const FLOW: &[&str] = &[
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "ul",
    "ol",
    "dl",
    "div",
    "aside",
    "pre",
    "hr",
    "figure",
    "section",
];

/// What may stand directly inside an element.
fn allows(parent: &str, child: &str) -> bool {
    let inline = INLINE.contains(&child);
    match parent {
        "ul" | "ol" => child == "li",
        "dl" => child == "dt" || child == "dd",
        "table" => child == "thead" || child == "tbody",
        "thead" | "tbody" => child == "tr",
        "tr" => child == "th" || child == "td",
        "div" => child == "table",
        "figure" => child == "img" || child == "figcaption",
        "pre" => child == "code",
        "p" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "th" | "td" | "em" | "strong" | "del"
        | "a" | "code" | "span" | "sup" | "figcaption" => inline,
        _ => inline || FLOW.contains(&child),
    }
}

const ATTRIBUTES: &[&str] = &[
    "id",
    "class",
    "href",
    "rel",
    "title",
    "role",
    "tabindex",
    "aria-label",
    "scope",
    "start",
    "src",
    "srcset",
    "sizes",
    "width",
    "height",
    "loading",
    "decoding",
    "alt",
    "data-blank",
];

fn is_safe_address(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let head = lower.split(['/', '?', '#']).next().unwrap_or_default();
    value.chars().all(|c| c.is_ascii_graphic())
        && !lower.starts_with("//")
        && (!head.contains(':')
            || ["https:", "http:", "mailto:", "tel:"].iter().any(|scheme| head.starts_with(scheme)))
}

/// What is wrong with the HTML of a body, if anything.
pub(crate) fn mistake(html: &str) -> Option<String> {
    let tokens = match tokens(html) {
        Ok(tokens) => tokens,
        Err(mistake) => return Some(mistake),
    };
    let mut open: Vec<String> = Vec::new();
    let mut ids = BTreeSet::new();
    let mut links = 0;
    let mut level = 1;
    for token in tokens {
        let parent = open.last().map_or("body", String::as_str);
        match token {
            Token::Text(text) => {
                if text.contains(|c: char| (c.is_control() && !"\n\t".contains(c)) || is_bidi(c)) {
                    return Some(format!("a control in {text:?}"));
                }
                let loose = matches!(
                    parent,
                    "ul" | "ol"
                        | "dl"
                        | "table"
                        | "thead"
                        | "tbody"
                        | "tr"
                        | "div"
                        | "figure"
                        | "pre"
                );
                if loose && !text.trim().is_empty() {
                    return Some(format!("text {text:?} in {parent}"));
                }
            }
            Token::Open(name, attributes) => {
                if !allows(parent, &name) {
                    return Some(format!("{name} in {parent}"));
                }
                if name.len() == 2 && name.starts_with('h') && name != "hr" {
                    let found = name[1..].parse::<usize>().unwrap_or(9);
                    if found > level + 1 {
                        return Some(format!("{name} after level {level}"));
                    }
                    level = found;
                }
                for (key, value) in attributes {
                    let known = ATTRIBUTES.contains(&key.as_str());
                    let address = key != "href" && key != "src" || is_safe_address(&value);
                    let unique = key != "id" || ids.insert(value.clone());
                    if !known || !address || !unique {
                        return Some(format!("{key}={value:?} of {name}"));
                    }
                }
                links += usize::from(name == "a");
                if links > 1 {
                    return Some("a link in a link".into());
                }
                if !VOID.contains(&name.as_str()) {
                    open.push(name);
                }
            }
            Token::Close(name) => {
                links -= usize::from(name == "a");
                if open.pop().as_deref() != Some(&name) {
                    return Some(format!("</{name}> closes something else"));
                }
            }
        }
    }
    open.pop().map(|name| format!("{name} stays open"))
}

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
