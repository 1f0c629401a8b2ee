//! Scripts without what browsers do not read. A fifth of the scripts were comments.

use std::borrow::Cow;

/// A script without comments that have lines of their own, indentation and empty lines. Nothing is read as
/// JavaScript: a script with texts that might go over lines, where all this can mean something, stays as it is.
/// Comments that begin with `/*!` stay: licences do.
pub(super) fn script(source: &[u8]) -> Cow<'_, [u8]> {
    let lean = std::str::from_utf8(source).ok().and_then(lines);
    lean.map_or(Cow::Borrowed(source), |text| Cow::Owned(text.into_bytes()))
}

fn lines(source: &str) -> Option<String> {
    let mut out = String::with_capacity(source.len());
    let mut lines = source.lines().map(str::trim);
    while let Some(line) = lines.next() {
        let kept = match line.strip_prefix("/*").filter(|rest| !rest.starts_with('!')) {
            Some(comment) => after_comment(comment, &mut lines)?,
            None if line.starts_with("//") => "",
            None => line,
        };
        let is_over = kept.rfind("/*").is_none_or(|at| kept[at..].contains("*/"));
        if kept.contains('`') || kept.ends_with('\\') || !is_over {
            return None;
        }
        if !kept.is_empty() {
            out.push_str(kept);
            out.push('\n');
        }
    }
    Some(out)
}

/// What stands behind a comment, on the line where it ends.
fn after_comment<'t>(start: &'t str, more: &mut impl Iterator<Item = &'t str>) -> Option<&'t str> {
    let mut line = start;
    loop {
        if let Some((_, rest)) = line.split_once("*/") {
            // Another comment, or code: too clever to be touched.
            return rest.is_empty().then_some(rest);
        }
        line = more.next()?;
    }
}

#[cfg(test)]
mod tests {
    use super::script;

    fn lean(source: &str) -> String {
        String::from_utf8_lossy(&script(source.as_bytes())).into_owned()
    }

    #[test]
    fn comments_and_indentation_go() {
        let source = "/* One\n   two `three`. */\n(function () {\n  // no\n  var a = 1; /* b */\n\n  /*! licence */\n})();\n";
        assert_eq!(lean(source), "(function () {\nvar a = 1; /* b */\n/*! licence */\n})();\n");
    }

    #[test]
    fn what_may_mean_something_stays() {
        for source in [
            "var a = `x\n  /* y */\n`;\n",
            "var a = 'x\\\n  y';\n",
            "a(); /* begins\n/* goes on */\n  b();\n",
            "/* a */ b();\n  c();\n",
            "/* never ends\n  a();\n",
            "/*! begins\n  ends */\n  a();\n",
        ] {
            assert_eq!(lean(source), source);
        }
        assert_eq!(&*script(b"  \xff"), b"  \xff");
    }

    #[test]
    fn signs_in_texts_are_no_comments() {
        assert_eq!(lean("  a('/* b */', '//');\n"), "a('/* b */', '//');\n");
    }
}
