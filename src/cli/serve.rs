//! `metod serve`: pages when they are asked for, from the plan and code of `build`.

use std::path::PathBuf;

use clap::Args;

use super::{Common, Ended, Failure, Verdict, as_of, output, private};
use crate::pipeline;
use crate::render::Facts;
use crate::serve::{self, Options};

#[derive(Debug, Args)]
pub(super) struct Typed {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Open the portal in the browser
    #[arg(long)]
    open: bool,
    /// The date for which everything is computed [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Folder with contacts.yaml and consents.yaml [default: `private` of portal.yaml]
    #[arg(long, value_name = "DIR")]
    private: Option<PathBuf>,
    /// Show drafts too
    #[arg(long)]
    drafts: bool,
    /// Serve the pages as they are published, without the script that reloads them
    #[arg(long)]
    no_reload: bool,
}

pub(super) fn run(common: &Common, typed: Typed) -> Ended {
    let tree = output::tree(common, Some(&pipeline::default_out(&common.root)))?;
    let options = Options {
        host: typed.host,
        port: typed.port,
        open: typed.open,
        drafts: typed.drafts,
        private: private::tree(common, &tree, typed.private.as_deref())?,
        reload: !typed.no_reload,
        facts: Facts { as_of: as_of(typed.as_of.as_deref())?, base_url: None },
        quiet: common.quiet,
    };
    serve::run(tree, options).map_err(|error| Failure(error.to_string()))?;
    Ok(Verdict::Good)
}
