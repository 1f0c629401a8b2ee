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
    let Builtin { common, portal, review, vocabulary, schemas, vocabularies, .. } = builtin::load();

    let mut stage = Stage { tree, files: &files, diagnostics: &mut diagnostics };
    let config = stage.config(&portal);
    let schemas = stage.schemas(&common, schemas);
    let vocabularies = stage.vocabularies(&vocabulary, vocabularies);
    let (records, bodies) =
        records::read(tree, &files, &config, &schemas, &vocabularies, memo, &mut diagnostics);

    let paths = |file: FileId| files.path(file).to_owned();
    let sheets = reviews::read(tree, &files, &review, &vocabularies, &mut diagnostics);
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

struct Stage<'s> {
    tree: &'s dyn Tree,
    files: &'s Files,
    diagnostics: &'s mut Vec<Diagnostic>,
}

impl Stage<'_> {
    fn yaml(&mut self, file: FileId) -> Option<Node> {
        match read_yaml(self.tree, self.files, file) {
            Ok((node, found)) => {
                self.diagnostics.extend(found);
                node
            }
            Err(found) => {
                self.diagnostics.push(*found);
                None
            }
        }
    }

    fn config(&mut self, fields: &[metod_content::model::Field]) -> Config {
        let Some(file) = self.files.find("portal.yaml") else {
            let place = Place::whole(FileId::BUILTIN);
            self.diagnostics.push(Diagnostic::new(Code::ConfigMissing, place));
            return Config::default();
        };
        let Some(node) = self.yaml(file) else {
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
            if let Some(node) = self.yaml(file) {
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
            if let Some(node) = self.yaml(file) {
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
