//! Pages as HTML.
//!
//! 1. [`theme`] gathers templates, styles, scripts and locales: the embedded default, with the
//!    portal's own files over it.
//! 2. [`locale`] says things in a language: messages (Fluent), dates, numbers.
//! 3. [`highlight`] colours code; [`images`] measures pictures and makes smaller ones.
//! 4. [`links`] turns the links of a text into addresses.
//! 5. [`views`] makes what templates read of records and lists; `shared` keeps what many pages show.
//! 6. [`Renderer::page`] puts it together.

mod error;
pub mod highlight;
pub mod images;
mod links;
pub mod locale;
mod minify;
mod shared;
pub mod theme;
pub mod views;

use std::sync::Arc;

use metod_content::body::{CodeUse, Section};
use metod_content::date::CivilDate;
use metod_content::model::Portal;
use tera::{Context, Tera, Value};

use crate::plan::{Kind, Page, Plan, address};
use crate::source::History;
pub use error::RenderError;
use highlight::Highlighter;
use images::Pictures;
use locale::Locale;
use shared::Shared;
use theme::{Assets, Theme};
use views::Views;

/// Facts of a build that pages show.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The date for which the portal is built.
    pub as_of: CivilDate,
    /// Address under which it is published, with a slash at its end.
    pub base_url: Option<String>,
}

/// What pages are made of.
#[derive(Clone, Copy)]
pub struct Material<'m> {
    /// The model.
    pub portal: &'m Portal,
    /// Pages and addresses.
    pub plan: &'m Plan,
    /// Pictures and their sizes.
    pub pictures: &'m Pictures,
    /// When files came and changed.
    pub history: &'m History,
}

/// What other rooms have a page say in its head.
#[derive(Clone, Debug, Default)]
pub struct Extra {
    /// JSON-LD, safe between `<script>` tags.
    pub jsonld: Option<String>,
    /// The same in other formats.
    pub alternates: Vec<Alternate>,
    /// The text of a record's body, where the model has put it down.
    pub body: Option<String>,
}

/// The page's content in another format.
#[derive(Clone, Debug)]
pub struct Alternate {
    /// Media type.
    pub kind: &'static str,
    /// What readers see.
    pub title: String,
    /// Path within the site.
    pub address: String,
}

/// Room for a page at first, in bytes: most take less than twice as much.
const PAGE: usize = 32 * 1024;

/// A page, and what else rendering it has shown.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// HTML, UTF-8.
    pub html: Vec<u8>,
    /// The plain text of a record's body, for the index: so that no body is read once more.
    pub sections: Vec<Section>,
}

/// Renders pages. Made once a build; used from many threads.
pub struct Renderer {
    engines: Vec<Engine>,
    assets: Arc<Assets>,
    highlighter: Arc<Highlighter>,
    facts: Facts,
}

/// Templates and words of one language, and what is made of them once for many pages.
struct Engine {
    tera: Arc<Tera>,
    locale: Arc<Locale>,
    shared: Shared,
}

impl Renderer {
    /// Compiles the templates for each language.
    ///
    /// # Errors
    /// When a template or a locale cannot be read.
    pub fn new(theme: &Theme, languages: &[String], facts: Facts) -> Result<Self, RenderError> {
        let engines = languages
            .iter()
            .map(|tag| Engine::new(theme, tag))
            .collect::<Result<Vec<Engine>, RenderError>>()?;
        let highlighter = Arc::new(Highlighter::new());
        Ok(Renderer { engines, assets: Arc::new(theme.assets()), highlighter, facts })
    }

    /// The same templates and words for another state of the portal: nothing that pages shared is kept.
    #[must_use]
    pub fn afresh(&self) -> Self {
        let engine = |engine: &Engine| Engine {
            tera: engine.tera.clone(),
            locale: engine.locale.clone(),
            shared: Shared::default(),
        };
        Renderer {
            engines: self.engines.iter().map(engine).collect(),
            assets: self.assets.clone(),
            highlighter: self.highlighter.clone(),
            facts: self.facts.clone(),
        }
    }

    /// Colours the code of texts before their pages are rendered.
    pub fn colour_ahead(&self, codes: Vec<CodeUse>) {
        self.highlighter.colour_ahead(codes);
    }

    /// Styles, scripts and icons by address.
    pub fn assets(&self) -> &Assets {
        &self.assets
    }

    /// One page.
    ///
    /// # Errors
    /// When the template asks for what is not there.
    pub fn page(
        &self,
        material: &Material<'_>,
        page: &Page,
        extra: &Extra,
    ) -> Result<Rendered, RenderError> {
        let Material { portal, plan, pictures, history } = *material;
        let engine = &self.engines[page.language];
        let language = &plan.languages[page.language];
        // A missing page is shown at any depth, so its links start at the root of the server.
        let base = self.facts.base_url.as_deref().and_then(path_of).unwrap_or("/");
        let root = if page.kind == Kind::NotFound { base } else { address::root(&page.address) };
        let views = Views {
            portal,
            plan,
            language,
            engine,
            locale: &engine.locale,
            facts: &self.facts,
            assets: &self.assets,
            highlighter: &self.highlighter,
            pictures,
            history,
            page,
            root,
        };
        let mut context = Context::new();
        context.insert_value("site", site(&views)?);
        let mut sections = Vec::new();
        let (template, key, view) = match &page.kind {
            Kind::Home => ("home.html", "home", to_value(&views.home()?)?),
            Kind::List { collection, facet, number } => {
                ("list.html", "list", to_value(&views.list(*collection, *facet, *number)?)?)
            }
            Kind::Record(ix) => {
                let mut view = views.record(*ix, extra.body.as_deref())?;
                sections = std::mem::take(&mut view.sections);
                ("record.html", "record", to_value(&view)?)
            }
            Kind::Search => ("search.html", "search", to_value(&views.search())?),
            Kind::NotFound => ("404.html", "missing", Value::none()),
        };
        context.insert_value("page", to_value(&views.head(extra))?);
        context.insert_value(key, view);
        let mut html = Vec::with_capacity(PAGE);
        engine.tera.render_to(template, &context, &mut html)?;
        Ok(Rendered { html, sections })
    }

    /// A page that shows findings instead of the portal, for the development server.
    ///
    /// # Errors
    /// When the template asks for what is not there.
    pub fn findings(&self, findings: &impl serde::Serialize) -> Result<String, RenderError> {
        let Some(engine) = self.engines.first() else {
            return Err(RenderError("no language".to_owned()));
        };
        let mut context = Context::new();
        let site = views::site::bare(&self.assets, &engine.locale, &self.facts);
        context.insert_value("site", to_value(&site)?);
        let head = views::site::Head::titled("error", engine.locale.text("error-title"));
        context.insert_value("page", to_value(&head)?);
        context.insert_value("diagnostics", to_value(findings)?);
        Ok(engine.tera.render("error.html", &context)?)
    }

    /// The words of a language.
    pub fn locale(&self, language: usize) -> &Locale {
        &self.engines[language].locale
    }
}

fn to_value(view: &impl serde::Serialize) -> Result<Value, RenderError> {
    Ok(Value::try_from_serializable(view)?)
}

/// `site` as seen from a page.
fn site(views: &Views<'_>) -> Result<Value, RenderError> {
    let make = || to_value(&views.site());
    match views.page.kind {
        Kind::NotFound => make(),
        _ => views.engine.shared.site(views.depth(), make),
    }
}

/// The path part of an absolute address, with its slashes.
fn path_of(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    rest.find('/').map(|at| &rest[at..])
}

impl Engine {
    fn new(theme: &Theme, tag: &str) -> Result<Self, RenderError> {
        let locale = Arc::new(theme.locale(tag)?);
        let mut tera = Tera::new();
        locale.register(&mut tera);
        tera.add_raw_templates(theme.templates())?;
        Ok(Engine { tera: Arc::new(tera), locale, shared: Shared::default() })
    }

    /// One component of the theme by itself.
    fn component(&self, name: &str, arguments: &Context) -> Result<String, RenderError> {
        Ok(self.tera.render_component(name, arguments, None, true)?)
    }
}
