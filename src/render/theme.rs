//! The theme: what is embedded in the binary, with the portal's own files over it.

use std::collections::{BTreeMap, BTreeSet};

use include_dir::{Dir, DirEntry, include_dir};

use super::RenderError;
use super::locale::Locale;
use super::minify;
use crate::publish::hashed_name;

/// The search as WebAssembly, made and packed by build.rs.
static ENGINE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/search.bin"));

/// In so many parts it is published. With the root of the index and the script of the worker, browsers open all six
/// connections for them that they open to a server of HTTP/1.1, before a question needs these.
const ENGINE_PARTS: usize = 4;

/// Folder of the scripts that ask the engine, and of those that cannot do without: one request for both.
const SEARCH_CLIENT: &str = "search-client";
const SEARCH_CLIENTS: [&str; 2] = ["search-box", "search-page"];

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// Files of a theme by path within it.
#[derive(Clone, Debug)]
pub struct Theme {
    files: BTreeMap<String, Vec<u8>>,
}

/// Styles, scripts and icons as they are published.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// Address and content of each.
    pub files: Vec<(String, Vec<u8>)>,
    /// Address of the style sheet.
    pub css: String,
    /// Address of the script that runs before the first paint.
    pub early: String,
    /// Address of the other scripts.
    pub js: String,
    /// Addresses of the scripts that are not on every page, by the folder under `scripts/` that holds their
    /// parts.
    pub scripts: BTreeMap<String, String>,
    /// Addresses of the search as WebAssembly, packed: many servers pack nothing but HTML. In parts that come side by
    /// side, each within what a connection may send before anything is acknowledged.
    pub engine: Vec<String>,
    /// Address of the icon.
    pub favicon: String,
}

impl Theme {
    /// The embedded default.
    pub fn embedded() -> Self {
        let mut files = BTreeMap::new();
        collect(&EMBEDDED, &mut files);
        Theme { files }
    }

    /// Puts a file of the portal's own theme over the embedded one.
    pub fn put(&mut self, path: &str, bytes: Vec<u8>) {
        self.files.insert(path.to_owned(), bytes);
    }

    /// Hash of all its files.
    pub fn digest(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        for (path, bytes) in &self.files {
            for part in [path.as_bytes(), bytes] {
                hasher.update(&(part.len() as u64).to_le_bytes());
                hasher.update(part);
            }
        }
        hasher.finalize()
    }

    /// Name and text of every template.
    pub(super) fn templates(&self) -> Vec<(String, String)> {
        let under = self.under("templates/");
        under.map(|(name, bytes)| (name.to_owned(), text(bytes))).collect()
    }

    /// The words of a language: its own file, over the English one for what it lacks.
    pub(super) fn locale(&self, tag: &str) -> Result<Locale, RenderError> {
        let own = self.files.get(&format!("locales/{tag}.ftl"));
        let english = self.files.get("locales/en.ftl");
        let sources: Vec<String> = [english, own].into_iter().flatten().map(|b| text(b)).collect();
        Locale::new(tag, &sources).map_err(RenderError)
    }

    /// Joins styles and scripts and gives everything its hashed name.
    pub(super) fn assets(&self) -> Assets {
        let join = |folder: &str, wanted: &dyn Fn(&str) -> bool| -> Vec<u8> {
            let mut out = Vec::new();
            for (name, bytes) in self.under(folder).filter(|(name, _)| wanted(name)) {
                match name.ends_with(".js") {
                    true => out.extend_from_slice(&minify::script(bytes)),
                    false => out.extend_from_slice(bytes),
                }
                out.push(b'\n');
            }
            out
        };
        let mut assets = Assets::default();
        let mut add = |name: &str, bytes: Vec<u8>| -> String {
            let address = format!("assets/{}", hashed_name(name, &bytes));
            assets.files.push((address.clone(), bytes));
            address
        };
        let css = add("site.css", join("styles/", &|name| name.ends_with(".css")));
        let early = add("early.js", join("scripts/", &|name| name == "early.js"));
        let is_later =
            |name: &str| name.ends_with(".js") && name != "early.js" && !name.contains('/');
        let js = add("site.js", join("scripts/", &is_later));
        let folders = self.under("scripts/").filter_map(|(name, _)| name.split_once('/'));
        let mut folders: BTreeSet<String> = folders.map(|(folder, _)| folder.to_owned()).collect();
        folders.remove(SEARCH_CLIENT);
        let mut scripts = BTreeMap::new();
        for folder in folders {
            let own = |folder: &str| join(&format!("scripts/{folder}/"), &|n| n.ends_with(".js"));
            let mut script = own(&folder);
            if SEARCH_CLIENTS.contains(&&*folder) {
                script.splice(..0, own(SEARCH_CLIENT));
            }
            let address = add(&format!("{folder}.js"), script);
            scripts.insert(folder, address);
        }
        let parts = ENGINE.chunks(ENGINE.len().div_ceil(ENGINE_PARTS));
        let engine = parts.map(|part| add("search.bin", part.to_vec())).collect();
        let favicon = match self.files.get("static/favicon.svg") {
            Some(bytes) => add("favicon.svg", bytes.clone()),
            None => String::new(),
        };
        Assets { css, early, js, scripts, engine, favicon, ..assets }
    }

    fn under(&self, folder: &str) -> impl Iterator<Item = (&str, &[u8])> {
        let folder = folder.to_owned();
        self.files.iter().filter_map(move |(path, bytes)| {
            path.strip_prefix(folder.as_str()).map(|name| (name, bytes.as_slice()))
        })
    }
}

impl Assets {
    /// The search as WebAssembly.
    pub fn engine(&self) -> &'static [u8] {
        ENGINE
    }
}

fn collect(dir: &Dir<'_>, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(inner) => collect(inner, files),
            DirEntry::File(file) => {
                let path = file.path().to_string_lossy().replace('\\', "/");
                files.insert(path, file.contents().to_vec());
            }
        }
    }
}

/// Theme files are read as UTF-8 by the loader; what is not is shown as it is.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
