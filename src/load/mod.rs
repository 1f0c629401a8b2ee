//! From a tree of files to the finished model, with everything that is wrong with it.
//!
//! 1. [`files`] gives every path a number and says what it is; what may not be read is reported.
//! 2. portal.yaml, then schemas and vocabularies over the built-in ones.
//! 3. [`records`]: Markdown files and tables, side by side on all cores, every body read once for the checks;
//!    [`memo`] knows those that did not change since the last load. For builds, [`bodies`] puts texts down until
//!    their pages are made.
//! 4. [`Portal::assemble`] resolves references.
//! 5. [`contacts`] adds what people have consented to publish, once the date is known.
//! 6. [`texts`] runs the rules on every record and looks up what texts link to.

mod bodies;
mod files;
mod memo;
mod private;
mod problems;
mod records;
mod reviews;
mod texts;

pub use bodies::{Bodies, BodyProblem, Texts};
pub use files::Files;
pub use memo::Memo;
pub use private::contacts;

use metod_content::diagnostic::{self, Code, Diagnostic, Severity};
use metod_content::model::builtin::{self, Builtin};
use metod_content::model::read::Reader;
use metod_content::model::schema_read::SchemaReader;
use metod_content::model::suggest::closest;
use metod_content::model::{Config, Portal, Schemas, Vocabularies};
use metod_content::syntax::{FileId, Node, Place, yaml};

use crate::source::{SourceError, Tree};
use files::Role;
use memo::Common;

/// A portal as it was read, good or bad.
#[derive(Debug)]
pub struct Loaded {
    /// The model; incomplete where there are errors.
    pub portal: Portal,
    /// What is wrong, in the order of files and places, with the portal's own severities.
    pub diagnostics: Vec<Diagnostic>,
    /// Paths by number.
    pub files: Files,
    /// Texts that records do not hold ([`Texts::PutDown`]).
    pub bodies: Bodies,
}

impl Loaded {
    /// True when nothing may be published.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }
}

/// Reads a whole portal.
///
/// # Errors
/// Only when the tree as a whole cannot be listed; everything else is among the diagnostics.
pub fn load(tree: &dyn Tree) -> Result<Loaded, SourceError> {
    again(tree, &mut Memo::default())
}

/// The same for a portal that was read before: what did not change since is taken from `memo`.
///
/// # Errors
/// Only when the tree as a whole cannot be listed; everything else is among the diagnostics.
pub fn again(tree: &dyn Tree, memo: &mut Memo) -> Result<Loaded, SourceError> {
    let listing = tree.files()?;
    let files = Files::new(&listing);
    let mut diagnostics = problems::of_listing(&listing, &files);
    let builtin = builtin::load();

    let declared = Stage::new(tree, &files, &mut diagnostics).declared(builtin);
    let (records, bodies) = records::read(tree, &files, &declared, memo, &mut diagnostics);

    let paths = |file: FileId| files.path(file).to_owned();
    let sheets =
        reviews::read(tree, &files, &builtin.review, &declared.vocabularies, &mut diagnostics);
    let Declared { config, schemas, vocabularies, .. } = declared;
    let (mut portal, found) = Portal::assemble(config, schemas, vocabularies, records, paths);
    diagnostics.extend(found);
    portal.reviews = sheets;
    diagnostics.extend(metod_content::check::reviews::check(&portal));
    texts::check(tree, &files, &portal, memo, &mut diagnostics);
    memo.tidy();

    let mut diagnostics: Vec<Diagnostic> =
        diagnostics.into_iter().filter_map(|found| portal.config.weigh(found)).collect();
    diagnostic::tidy(&mut diagnostics);
    Ok(Loaded { portal, diagnostics, files, bodies })
}

/// What a portal says of itself before its records are read.
struct Declared {
    config: Config,
    schemas: Schemas,
    vocabularies: Vocabularies,
    /// Hash of all that records take from it.
    common: blake3::Hash,
}

struct Stage<'s> {
    tree: &'s dyn Tree,
    files: &'s Files,
    diagnostics: &'s mut Vec<Diagnostic>,
    common: Common,
}

impl<'s> Stage<'s> {
    fn new(tree: &'s dyn Tree, files: &'s Files, diagnostics: &'s mut Vec<Diagnostic>) -> Self {
        Stage { tree, files, diagnostics, common: Common::default() }
    }

    fn declared(mut self, builtin: &Builtin) -> Declared {
        let config = self.config(&builtin.portal);
        let schemas = self.schemas(&builtin.common, builtin.schemas.clone());
        let vocabularies = self.vocabularies(&builtin.vocabulary, builtin.vocabularies.clone());
        let common = self.common.of(config.lang());
        Declared { config, schemas, vocabularies, common }
    }

    fn text(&mut self, file: FileId) -> Option<String> {
        let text = problems::text(self.tree, self.files, file);
        text.map_err(|found| self.diagnostics.push(*found)).ok()
    }

    fn parse(&mut self, file: FileId, text: &str) -> Option<Node> {
        let (node, found) = yaml::parse(text, file, 1);
        self.diagnostics.extend(found);
        node
    }

    /// A file that all records depend on.
    fn shared(&mut self, file: FileId) -> Option<Node> {
        let text = self.text(file)?;
        self.common.add(self.files.path(file), &text);
        self.parse(file, &text)
    }

    fn config(&mut self, fields: &[metod_content::model::Field]) -> Config {
        let Some(file) = self.files.find("portal.yaml") else {
            let place = Place::whole(FileId::BUILTIN);
            self.diagnostics.push(Diagnostic::new(Code::ConfigMissing, place));
            return Config::default();
        };
        let Some(node) = self.text(file).and_then(|text| self.parse(file, &text)) else {
            return Config::default();
        };
        let none = Vocabularies::default();
        let mut reader = Reader::new(&none);
        let values = reader.fields(&node, fields).unwrap_or_default();
        self.diagnostics.extend(reader.finish());
        let config = Config::from_fields(&values, &node, self.diagnostics);
        if let Some(placed) = values.get("theme")
            && config.theme != "default"
            && self.files.theme(&config.theme).next().is_none()
        {
            let meant = closest(&config.theme, self.files.themes());
            self.diagnostics.push(
                Diagnostic::new(Code::UnknownTheme, placed.place)
                    .with("value", &config.theme)
                    .with("suggestion", meant.unwrap_or_default()),
            );
        }
        config
    }

    fn schemas(&mut self, common: &[metod_content::model::Field], mut schemas: Schemas) -> Schemas {
        let mut reader = SchemaReader::new(common);
        for (file, role) in self.files.iter() {
            let Role::Schema { collection } = role else {
                continue;
            };
            if let Some(node) = self.shared(file) {
                reader.schema(collection, &node, &mut schemas);
            }
        }
        self.diagnostics.extend(reader.finish());
        schemas
    }

    fn vocabularies(
        &mut self,
        fields: &[metod_content::model::Field],
        mut vocabularies: Vocabularies,
    ) -> Vocabularies {
        let none = Vocabularies::default();
        let mut reader = Reader::new(&none);
        for (file, role) in self.files.iter() {
            let Role::Vocabulary { name } = role else {
                continue;
            };
            if let Some(node) = self.shared(file) {
                vocabularies.read(name, &node, fields, &mut reader);
            }
        }
        self.diagnostics.extend(reader.finish());
        vocabularies
    }
}

/// Reads and parses a YAML file.
fn read_yaml(
    tree: &dyn Tree,
    files: &Files,
    file: FileId,
) -> Result<(Option<Node>, Vec<Diagnostic>), Box<Diagnostic>> {
    let text = problems::text(tree, files, file)?;
    Ok(yaml::parse(&text, file, 1))
}
