//! portal.yaml.

use std::collections::BTreeMap;

use super::label::Label;
use super::review::Rules;
use super::suggest::closest;
use super::value::Fields;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::syntax::{Entry, Node};

/// The portal's configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// Name of the portal.
    pub title: Label,
    /// The region it serves.
    pub region: Label,
    /// A sentence about it.
    pub summary: Label,
    /// Address under which it is published, with a slash at its end; used by 404.html, feeds and
    /// the sitemap only.
    pub base_url: Option<String>,
    /// Language tags; the first is the portal's own.
    pub languages: Vec<String>,
    /// Folder under `themes/` that overrides the built-in theme.
    pub theme: String,
    /// Where the repository is hosted.
    pub forge: Option<Forge>,
    /// Who answers for the portal (152-ФЗ calls this the operator).
    pub operator: Option<Operator>,
    /// Folder with contacts and consents, relative to the portal's root.
    pub private: Option<String>,
    /// The people and figures are made up.
    pub demo: bool,
    /// Most teachers that one methodist may have.
    pub teachers_limit: i64,
    /// Records on one page of a list.
    pub page_size: usize,
    /// `collection.field` of the facets shown on the home page.
    pub home_facets: Vec<String>,
    /// Collection whose newest records the home page shows.
    pub home_latest: String,
    /// How levels follow from reviews.
    pub review: Rules,
    /// Severities that differ from the codes' own; `None` silences a warning.
    pub severities: BTreeMap<Code, Option<Severity>>,
}

/// Where the repository is hosted.
#[derive(Clone, Debug)]
pub struct Forge {
    /// Which software: its addresses differ.
    pub kind: ForgeKind,
    /// Address of the repository.
    pub url: String,
    /// Branch that is published.
    pub branch: String,
}

/// Forge software.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForgeKind {
    /// GitHub.
    Github,
    /// GitLab.
    Gitlab,
    /// Gitea and Forgejo.
    Gitea,
}

impl Forge {
    /// Address of the page on which `path` is edited.
    pub fn edit_url(&self, path: &str) -> String {
        let path = percent_encode(path);
        let Forge { url, branch, .. } = self;
        match self.kind {
            ForgeKind::Github => format!("{url}/edit/{branch}/{path}"),
            ForgeKind::Gitlab => format!("{url}/-/edit/{branch}/{path}"),
            ForgeKind::Gitea => format!("{url}/_edit/{branch}/{path}"),
        }
    }

    /// Address of the page that lists the changes of `path`.
    pub fn history_url(&self, path: &str) -> String {
        let path = percent_encode(path);
        let Forge { url, branch, .. } = self;
        match self.kind {
            ForgeKind::Github => format!("{url}/commits/{branch}/{path}"),
            ForgeKind::Gitlab => format!("{url}/-/commits/{branch}/{path}"),
            ForgeKind::Gitea => format!("{url}/commits/branch/{branch}/{path}"),
        }
    }
}

/// Percent-encodes what may not stand in a path of an address (RFC 3986, 3.3).
pub fn percent_encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(byte as char);
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Who answers for the portal.
#[derive(Clone, Debug, Default)]
pub struct Operator {
    /// Name of the body.
    pub name: String,
    /// Taxpayer number.
    pub inn: Option<String>,
    /// Its site.
    pub url: Option<String>,
    /// E-mail for letters.
    pub email: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            title: Label::plain("Портал"),
            region: Label::default(),
            summary: Label::default(),
            base_url: None,
            languages: vec!["ru".to_owned()],
            theme: "default".to_owned(),
            forge: None,
            operator: None,
            private: None,
            demo: false,
            // Vologda's regulation, 5.3: no more than 250 teachers for one methodist.
            teachers_limit: 250,
            page_size: 20,
            home_facets: Vec::new(),
            home_latest: "practices".to_owned(),
            review: Rules::default(),
            severities: BTreeMap::new(),
        }
    }
}

impl Config {
    /// Makes the configuration of portal.yaml's values, read by the built-in declaration.
    pub fn from_fields(fields: &Fields, node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut config = Config::default();
        let label = |name: &str| fields.label(name).cloned();
        config.title = label("title").unwrap_or(config.title);
        config.region = label("region").unwrap_or_default();
        config.summary = label("summary").unwrap_or_default();
        config.base_url =
            fields.text("base_url").map(|url| format!("{}/", url.trim_end_matches('/')));
        let languages = languages(fields, diagnostics);
        if !languages.is_empty() {
            config.languages = languages;
        }
        if let Some(theme) = fields.text("theme") {
            config.theme = theme.to_owned();
        }
        config.private = fields.text("private").map(|path| path.trim_matches('/').to_owned());
        config.demo = fields.flag("demo");
        config.forge = fields.object("forge").map(forge);
        config.operator = fields.object("operator").map(operator);
        config.limits(fields);
        config.review(fields);
        config.severities(node, diagnostics);
        config
    }

    fn limits(&mut self, fields: &Fields) {
        if let Some(limits) = fields.object("limits") {
            if let Some(teachers) = limits.number("teachers") {
                self.teachers_limit = teachers as i64;
            }
            if let Some(size) = limits.number("page_size") {
                self.page_size = (size as usize).clamp(5, 200);
            }
        }
        if let Some(home) = fields.object("home") {
            self.home_facets = home.texts("facets");
            if let Some(latest) = home.text("latest") {
                self.home_latest = latest.to_owned();
            }
        }
    }

    fn review(&mut self, fields: &Fields) {
        let Some(review) = fields.object("review") else { return };
        if let Some(scale) = review.number("scale") {
            self.review.scale = scale;
        }
        if let Some(experts) = review.number("experts") {
            self.review.experts = experts as usize;
        }
        if let Some(levels) = review.object("levels") {
            let level = |(id, placed): (&str, &super::value::Placed)| {
                Some((id.to_owned(), placed.value.as_text()?.parse::<f64>().ok()?))
            };
            self.review.levels = levels.iter().filter_map(level).collect();
            self.review.levels.sort_by(|a, b| b.1.total_cmp(&a.1));
        }
    }

    /// Keys are read from the node: a wrong code is shown at its key, a wrong severity at its value.
    fn severities(&mut self, node: &Node, diagnostics: &mut Vec<Diagnostic>) {
        let entries = node.get("severities").and_then(Node::as_map);
        for Entry { key: name, key_place, value } in entries.unwrap_or_default() {
            let wanted = value.as_str().unwrap_or_default();
            let severity = match (wanted, Severity::parse(wanted)) {
                ("off", _) => Some(None),
                (_, Some(severity)) => Some(Some(severity)),
                _ => None,
            };
            match (Code::parse(name), severity) {
                (Some(code), Some(severity)) => {
                    if severity != Some(Severity::Error) && !code.can_be_relaxed() {
                        let diagnostic = Diagnostic::new(Code::FixedSeverity, *key_place);
                        diagnostics.push(diagnostic.with("value", name));
                    }
                    self.severities.insert(code, severity);
                }
                (None, _) => {
                    let names = Code::ALL.iter().map(|code| code.id());
                    let suggestion = closest(name, names).unwrap_or_default();
                    diagnostics.push(
                        Diagnostic::new(Code::UnknownCode, *key_place)
                            .with("value", name)
                            .with("suggestion", suggestion),
                    );
                }
                (Some(_), None) => diagnostics.push(
                    Diagnostic::new(Code::UnknownOption, value.place)
                        .with("field", name)
                        .with("value", wanted)
                        .with("options", "error, warning, off"),
                ),
            }
        }
    }

    /// The portal's own language.
    pub fn lang(&self) -> &str {
        self.languages.first().map_or("ru", String::as_str)
    }

    /// Gives a finding the severity that the portal wants for it; `None` when it is silenced. What
    /// cannot be published safely stays an error.
    pub fn weigh(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        let code = diagnostic.code;
        let Some(wanted) = self.severities.get(&code).filter(|_| code.can_be_relaxed()) else {
            return Some(diagnostic);
        };
        match wanted {
            Some(severity) => diagnostic.severity = *severity,
            None if code.severity() == Severity::Warning => return None,
            None => diagnostic.severity = Severity::Warning,
        }
        Some(diagnostic)
    }
}

/// Tags become folders of the site: nothing but letters may stand in them.
fn languages(fields: &Fields, diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for placed in fields.list("languages") {
        let tag = placed.value.as_text().unwrap_or_default();
        let is_tag =
            matches!(tag.len(), 2 | 3) && tag.bytes().all(|byte| byte.is_ascii_lowercase());
        if !is_tag {
            let diagnostic = Diagnostic::new(Code::WrongType, placed.place)
                .with("field", "languages")
                .with("expected", "a language tag")
                .with("found", format!("«{tag}»"));
            diagnostics.push(diagnostic);
        } else if !out.iter().any(|known| known == tag) {
            out.push(tag.to_owned());
        }
    }
    out
}

fn forge(fields: &Fields) -> Forge {
    let url = fields.text("url").unwrap_or_default().trim_end_matches('/').to_owned();
    let kind = match fields.text("kind") {
        Some("gitlab") => ForgeKind::Gitlab,
        Some("gitea" | "forgejo") => ForgeKind::Gitea,
        _ => ForgeKind::Github,
    };
    let branch = fields.text("branch").unwrap_or("main").to_owned();
    Forge { kind, url, branch }
}

fn operator(fields: &Fields) -> Operator {
    let text = |name: &str| fields.text(name).map(str::to_owned);
    Operator {
        name: text("name").unwrap_or_default(),
        inn: text("inn"),
        url: text("url"),
        email: text("email"),
        address: text("address"),
        phone: text("phone"),
    }
}
