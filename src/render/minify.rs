//! Scripts without what browsers do not read: comments, spaces, long names.

use std::borrow::Cow;

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions, LegalComment};
use oxc_mangler::{MangleOptions, Mangler};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// A classic script in fewer bytes: names that no other script can see become short. One that cannot be parsed stays
/// as it is, for a browser to complain. Comments that begin with `/*!` or tell of a licence stay.
pub(super) fn script(source: &[u8]) -> Cow<'_, [u8]> {
    let minified = std::str::from_utf8(source).ok().and_then(minified);
    minified.map_or(Cow::Borrowed(source), |text| Cow::Owned(text.into_bytes()))
}

fn minified(source: &str) -> Option<String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::cjs()).parse();
    if parsed.panicked || !parsed.errors.is_empty() {
        return None;
    }
    let options = MangleOptions { top_level: false, ..MangleOptions::default() };
    let names = Mangler::new().with_options(options).build(&parsed.program);
    let comments = CommentOptions { legal: LegalComment::Inline, ..CommentOptions::disabled() };
    let options = CodegenOptions { comments, ..CodegenOptions::minify() };
    let written = Codegen::new()
        .with_options(options)
        .with_scoping(Some(names.scoping))
        .with_private_member_mappings(Some(names.class_private_mappings))
        .with_source_text(source)
        .build(&parsed.program);
    Some(written.code)
}

#[cfg(test)]
mod tests {
    use super::script;

    fn minified(source: &str) -> String {
        String::from_utf8_lossy(&script(source.as_bytes())).into_owned()
    }

    #[test]
    fn comments_spaces_and_long_names_go() {
        let source = "/* One\n   two `three`. */\n(function () {\n  // no\n  var first = 1; /* b */\n  window.kept = first + first;\n})();\n";
        assert_eq!(minified(source), "(function(){var e=1;window.kept=e+e})();");
    }

    #[test]
    fn names_that_other_scripts_may_use_stay() {
        let source = "var shared = 1;\nfunction helper(argument) { return shared + argument; }\n";
        let out = minified(source);
        assert!(
            out.contains("shared") && out.contains("helper") && !out.contains("argument"),
            "{out}"
        );
    }

    #[test]
    fn licences_stay() {
        let out = minified("/*! By somebody, MIT */\nvar a = 1;\n/* no */\n");
        assert!(out.contains("By somebody") && !out.contains("no"), "{out}");
    }

    #[test]
    fn what_is_no_script_stays() {
        for source in ["var a = ;\n", "/* never ends\n  a();\n"] {
            assert_eq!(minified(source), source);
        }
        assert_eq!(&*script(b"  \xff"), b"  \xff");
    }

    #[test]
    fn texts_stay() {
        let out = minified("a('/* b */', '//', `x\n  /* y */\n`, /\\/\\*/);\n");
        for text in ["/* b */", "//", "x\n  /* y */\n", "/\\/\\*/"] {
            assert!(out.contains(text), "{text}: {out}");
        }
    }
}
