//! The only composer: every stage of a build, in order.
//!
//! `load` → `plan` → (records: `render` → `index` | other pages | `export` | attachments and pictures)
//! → `publish`

use std::path::{Path, PathBuf};
use std::sync::Arc;

use metod_content::date::CivilDate;
use metod_content::diagnostic::{Code, Diagnostic, Severity};
use metod_content::model::Portal;
use metod_content::syntax::{FileId, Place, Pos};

use crate::export::{self, ExportError, FeedLink, Job};
use crate::index;
use crate::load::{self, BodyProblem, Files, Loaded};
use crate::plan::{self, Kind, Page, Plan};
use crate::publish::{self, PublishError, Published, Site, Stamp};
use crate::render::images::{Measured, Pictures};
use crate::render::theme::Theme;
use crate::render::{Alternate, Extra, Facts, Material, RenderError, Rendered, Renderer};
use crate::source::{Disk, History, Noted, SourceError, Tree};
use made_of::Ingredients;

mod made_of;
mod search;
mod site;

pub use search::{Purpose, SearchFiles, index, index_labels, offline, search_files};

/// What a build is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    /// Folder that is published.
    pub out: PathBuf,
    /// The date for which everything is computed.
    pub as_of: CivilDate,
    /// Overrides the portal's `base_url`.
    pub base_url: Option<String>,
    /// Publish drafts too.
    pub drafts: bool,
    /// Folder with people's contacts and consents.
    pub private: Option<Disk>,
    /// Commit of the sources, for the manifest.
    pub commit: Option<String>,
}

/// Why a build stopped for reasons other than the content.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The sources cannot be listed.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The site cannot be written.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// A page cannot be rendered.
    #[error("{address}: {error}")]
    Page {
        /// Address of the page.
        address: String,
        /// The template's words.
        error: RenderError,
    },
    /// A file in another format cannot be written.
    #[error("{address}: {error}")]
    Export {
        /// Address of the file.
        address: String,
        /// The words of the library that writes the format.
        error: ExportError,
    },
    /// A text that was checked cannot be read again.
    #[error("{path}: {problem}")]
    Body {
        /// Path of the file.
        path: String,
        /// What is wrong with it.
        problem: BodyProblem,
    },
    /// The search index cannot be made.
    #[error(transparent)]
    Index(#[from] index::Error),
    /// A smaller version of a picture cannot be made.
    #[error("{path}: {reason}")]
    Picture {
        /// Path of the picture in the repository.
        path: String,
        /// The decoder's words.
        reason: String,
    },
}

/// A portal ready to be rendered: what `build` and `serve` share.
pub struct Prepared {
    /// The model and what is wrong with it.
    pub loaded: Loaded,
    /// Pages and addresses.
    pub plan: Plan,
    /// Pictures and their sizes.
    pub pictures: Pictures,
    /// Compiled templates.
    pub renderer: Renderer,
    /// When files came and changed.
    pub history: History,
    /// The date and the address of the build.
    pub facts: Facts,
    /// Feeds that pages name.
    pub feeds: Vec<FeedLink>,
}

impl Prepared {
    /// What pages are made of.
    pub fn material(&self) -> Material<'_> {
        let Prepared { loaded, plan, pictures, history, .. } = self;
        Material { portal: &loaded.portal, plan, pictures, history }
    }

    /// One page.
    ///
    /// # Errors
    /// When a template asks for what is not there.
    pub fn page(&self, page: &Page) -> Result<Rendered, RenderError> {
        self.page_of(page, None)
    }

    /// The same; `body` is the text of a record's body where the model has put it down.
    fn page_of(&self, page: &Page, body: Option<String>) -> Result<Rendered, RenderError> {
        let jsonld = export::jsonld(self.export_material(), page);
        let extra = Extra { jsonld, alternates: self.alternates(page), body };
        self.renderer.page(&self.material(), page, &extra)
    }

    /// The HTML of one page.
    ///
    /// # Errors
    /// When a template asks for what is not there.
    pub fn html(&self, page: &Page) -> Result<String, RenderError> {
        let html = String::from_utf8(self.page(page)?.html);
        html.map_err(|error| RenderError(error.to_string()))
    }

    /// Feeds of the portal, and of the collection to which a page belongs.
    fn alternates(&self, page: &Page) -> Vec<Alternate> {
        let here = match page.kind {
            Kind::Record(ix) => Some(&self.loaded.portal.record(ix).collection),
            Kind::List { collection, .. } => {
                Some(&self.plan.languages[page.language].collections[collection].id)
            }
            _ => None,
        };
        let about = |feed: &&FeedLink| {
            let whole = feed.collection.is_none();
            feed.language == page.language && (whole || feed.collection.as_ref() == here)
        };
        let link = |feed: &FeedLink| Alternate {
            kind: export::FEED_TYPE,
            title: feed.title.clone(),
            address: feed.address.clone(),
        };
        self.feeds.iter().filter(about).map(link).collect()
    }

    /// The same records in other people's formats; nothing is written until a job is asked to.
    pub fn exports(&self) -> Vec<Job<'_>> {
        export::all(self.export_material())
    }

    fn export_material(&self) -> export::Material<'_> {
        let Prepared { loaded, plan, history, facts, .. } = self;
        let base_url = facts.base_url.as_deref();
        export::Material { portal: &loaded.portal, plan, history, as_of: facts.as_of, base_url }
    }
}

/// What a finished build says.
#[derive(Debug)]
pub struct Outcome {
    /// What is wrong with the content.
    pub diagnostics: Vec<Diagnostic>,
    /// Paths of the files that diagnostics name.
    pub files: Files,
    /// Number of records.
    pub records: usize,
    /// Number of pages.
    pub pages: usize,
    /// Records that were analysed for the search index; the others are known there from a build before.
    pub analysed: usize,
    /// What was published; `None` when errors forbade it.
    pub published: Option<Published>,
    /// Language of the portal.
    pub lang: String,
}

/// Reads a portal and lays its pages out. Templates that cannot be read are among the diagnostics.
///
/// # Errors
/// When the tree cannot be listed.
pub fn prepare(
    tree: &dyn Tree,
    history: History,
    facts: &Facts,
    drafts: bool,
) -> Result<Prepared, SourceError> {
    prepare_with(tree, None, history, facts, drafts)
}

/// The same with the folder that holds people's contacts and consents; without it, they are looked for
/// where portal.yaml says, within the tree.
///
/// # Errors
/// When the tree cannot be listed.
pub fn prepare_with(
    tree: &dyn Tree,
    private: Option<&dyn Tree>,
    history: History,
    facts: &Facts,
    drafts: bool,
) -> Result<Prepared, SourceError> {
    prepare_again(tree, private, history, facts, drafts, &mut Memory::default())
}

/// The same for who takes up the texts of records one by one ([`load::Bodies`]), or needs none.
///
/// # Errors
/// When the tree cannot be listed.
pub fn prepare_lean(
    tree: &dyn Tree,
    private: Option<&dyn Tree>,
    history: History,
    facts: &Facts,
    drafts: bool,
) -> Result<Prepared, SourceError> {
    let mut memory = Memory { files: load::Memo::lean(), ..Memory::default() };
    prepare_again(tree, private, history, facts, drafts, &mut memory)
}

/// What was made of files, texts, pictures and templates, each kept with the hash of what it was made of. A
/// portal that is prepared with it equals one prepared from nothing; it is only there sooner.
#[derive(Default)]
pub struct Memory {
    files: load::Memo,
    words: plan::related::Known,
    pictures: Measured,
    renderer: Option<(blake3::Hash, Renderer)>,
}

/// The same for a portal that was prepared before: what did not change is taken from `memory`.
///
/// # Errors
/// When the tree cannot be listed.
pub fn prepare_again(
    tree: &dyn Tree,
    private: Option<&dyn Tree>,
    history: History,
    facts: &Facts,
    drafts: bool,
    memory: &mut Memory,
) -> Result<Prepared, SourceError> {
    let mut loaded = load::again(tree, &mut memory.files)?;
    load::contacts(&mut loaded, tree, private, facts.as_of);
    let options = plan::Options { drafts };
    let (plan, found) = Plan::again(&loaded.portal, options, &memory.words);
    loaded.diagnostics.extend(found);
    loaded.diagnostics.extend(export::check(&loaded.portal, &plan));
    let (pictures, found) =
        Pictures::measure(tree, &loaded.files, &loaded.portal, &mut memory.pictures);
    loaded.diagnostics.extend(found);
    let mut facts = facts.clone();
    if facts.base_url.is_none() {
        facts.base_url = loaded.portal.config.base_url.clone();
    }
    let languages = loaded.portal.config.languages.clone();
    let (theme, found) = theme(tree, &loaded.files, &loaded.portal);
    loaded.diagnostics.extend(found);
    let renderer = match renderer(&theme, &languages, &facts, &mut memory.renderer) {
        Ok(renderer) => renderer,
        Err(error) => {
            let found = template_error(&error, &loaded.files, &loaded.portal.config.theme);
            loaded.diagnostics.push(found);
            fallback(&languages, facts.clone())
        }
    };
    metod_content::diagnostic::tidy(&mut loaded.diagnostics);
    metod_content::diagnostic::limit(&mut loaded.diagnostics);
    let feeds = Vec::new();
    let mut prepared = Prepared { loaded, plan, pictures, renderer, history, facts, feeds };
    prepared.feeds = export::feeds(prepared.export_material());
    Ok(prepared)
}

/// Compiled templates: those of the last time if nothing changed of what they are made of.
fn renderer(
    theme: &Theme,
    languages: &[String],
    facts: &Facts,
    known: &mut Option<(blake3::Hash, Renderer)>,
) -> Result<Renderer, RenderError> {
    let made_of = format!("{} {languages:?} {facts:?}", theme.digest());
    let hash = blake3::hash(made_of.as_bytes());
    if let Some((of, renderer)) = known
        && *of == hash
    {
        return Ok(renderer.afresh());
    }
    let renderer = Renderer::new(theme, languages, facts.clone())?;
    *known = Some((hash, renderer.afresh()));
    Ok(renderer)
}

/// The embedded theme, which a test proves to be sound; used to show what is wrong with another.
fn fallback(languages: &[String], facts: Facts) -> Renderer {
    let embedded = Theme::embedded();
    let known: Vec<String> = languages.iter().map(|_| "ru".to_owned()).collect();
    match Renderer::new(&embedded, &known, facts) {
        Ok(renderer) => renderer,
        Err(error) => unreachable!("the embedded theme is tested: {error}"),
    }
}

/// A mistake of the theme, at its place in the portal's own file if it names one.
fn template_error(error: &RenderError, files: &Files, theme: &str) -> Diagnostic {
    let named = error.place().and_then(|(path, line, column)| {
        let file = files.find(&format!("themes/{theme}/{path}"))?;
        Some(Place::new(file, Pos::new(line, column), Pos::new(line, column + 1)))
    });
    let place = named.unwrap_or(Place::whole(FileId::BUILTIN));
    Diagnostic::new(Code::TemplateError, place).with("reason", error.reason())
}

/// The embedded theme with the portal's own files over it.
fn theme(tree: &dyn Tree, files: &Files, portal: &Portal) -> (Theme, Vec<Diagnostic>) {
    let mut theme = Theme::embedded();
    let mut diagnostics = Vec::new();
    for (file, path) in files.theme(&portal.config.theme) {
        match tree.read(files.path(file)) {
            Ok(bytes) => theme.put(path, bytes),
            Err(problem) => diagnostics
                .push(Diagnostic::new(Code::FileRead, Place::whole(file)).with("reason", problem)),
        }
    }
    (theme, diagnostics)
}

/// Builds and publishes a portal. A portal with errors is not published.
///
/// # Errors
/// When the environment fails; mistakes of the content are in [`Outcome::diagnostics`].
pub fn build(tree: &dyn Tree, history: History, request: &Request) -> Result<Outcome, BuildError> {
    build_as(tree, history, request, publish::Options::default())
}

/// The same, published in another way than the usual one.
///
/// # Errors
/// When the environment fails; mistakes of the content are in [`Outcome::diagnostics`].
pub fn build_as(
    tree: &dyn Tree,
    history: History,
    request: &Request,
    options: publish::Options,
) -> Result<Outcome, BuildError> {
    let facts = Facts { as_of: request.as_of, base_url: request.base_url.clone() };
    let private = request.private.as_ref().map(|folder| folder as &dyn Tree);
    let tree = Noted::new(tree);
    let mut prepared = prepare_lean(&tree, private, history, &facts, request.drafts)?;
    let made_of = Ingredients::of(&prepared, &tree, request);
    let config = &prepared.loaded.portal.config;
    let (theme, lang) = (config.theme.clone(), config.lang().to_owned());
    let mut outcome = Outcome {
        records: prepared.loaded.portal.records.len(),
        pages: prepared.plan.pages.len(),
        analysed: 0,
        lang,
        diagnostics: std::mem::take(&mut prepared.loaded.diagnostics),
        files: std::mem::take(&mut prepared.loaded.files),
        published: None,
    };
    if outcome.diagnostics.iter().any(|found| found.severity == Severity::Error) {
        return Ok(outcome);
    }
    match publish(&tree, prepared, &made_of, request, options) {
        Ok((published, analysed)) => {
            outcome.published = Some(published);
            outcome.analysed = analysed;
        }
        // Some mistakes of a template show only on a page: they are the portal's, not the system's.
        Err(BuildError::Page { error, .. }) => {
            outcome.diagnostics.push(template_error(&error, &outcome.files, &theme));
        }
        Err(BuildError::Picture { path, reason }) => {
            let place = Place::whole(outcome.files.find(&path).unwrap_or(FileId::BUILTIN));
            let found = Diagnostic::new(Code::ImageBroken, place).with("reason", reason);
            outcome.diagnostics.push(found);
        }
        Err(other) => return Err(other),
    }
    Ok(outcome)
}

/// What pages load some time after they were opened. All of it is named by content.
const LINGERING: &[&str] = &["assets/", "search/"];

fn publish(
    tree: &dyn Tree,
    mut prepared: Prepared,
    made_of: &Ingredients,
    request: &Request,
    options: publish::Options,
) -> Result<(Published, usize), BuildError> {
    let stamp = Stamp {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        as_of: request.as_of.to_string(),
        commit: request.commit.clone(),
    };
    let options = publish::Options { linger: LINGERING, ..options };
    let site = Site::begin(&request.out, stamp, options)?;
    if !site.knows(&made_of.page()) {
        prepared.renderer.colour_ahead(prepared.loaded.bodies.take_codes());
        prepared.plan.find_related(&prepared.loaded.portal);
    }
    let scratch = Arc::new(site.scratch()?);
    let room = site::Room { tree, prepared: &prepared, made_of, site: &site, scratch: &scratch };
    // Side by side: the index has to wait for its one writer from time to time.
    let (index, others) = rayon::join(
        || room.pages(),
        || {
            room.exports()?;
            room.assets()?;
            room.attachments()
        },
    );
    let (index, remembered) = index?;
    others?;
    let analysed = index.analysed();
    let labels = index_labels(&prepared, &index);
    let engine = prepared.renderer.assets().engine();
    // What pages were made of makes room for what the index needs.
    let (written, ()) = rayon::join(
        || site::index((index, remembered), labels, engine, &site, &scratch),
        || drop(prepared),
    );
    written?;
    Ok((site.commit()?, analysed))
}

/// Where a portal is published unless `--out` says otherwise.
pub fn default_out(root: &Path) -> PathBuf {
    root.join("public")
}
