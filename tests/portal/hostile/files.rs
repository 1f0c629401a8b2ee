//! Attachments, links, pipes, names, pictures.

use std::fs;

use super::{PRACTICE, Portal};
use crate::archive;

#[test]
fn dangerous_attachments_are_refused() {
    let portal = Portal::new();
    portal.write("content/pages/about/index.md", "---\ntitle: О портале\n---\nТекст.\n");
    let cases: &[(&str, &[u8], &str)] = &[
        (
            "a.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "svg-script",
        ),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "svg-script"),
        (
            "a.svg",
            b"<svg><a href='&#106;avascript:alert(1)'><text>x</text></a></svg>",
            "svg-script",
        ),
        (
            "a.svg",
            b"<svg><a href='java&#10;script:alert(1)'><text>x</text></a></svg>",
            "svg-script",
        ),
        ("a.svg", b"<svg/onload=alert(1)>", "svg-script"),
        (
            "a.svg",
            b"<svg><s:script xmlns:s='http://www.w3.org/2000/svg'>x</s:script></svg>",
            "svg-script",
        ),
        ("a.svg", b"<svg><style>*{background:url(//example.org)}</style></svg>", "svg-script"),
        ("a.svg", b"\xff\xfe<\x00s\x00c\x00r\x00i\x00p\x00t\x00>\x00", "file-encoding"),
        ("a.html", b"<p>x</p>", "file-type"),
        ("a.XHTML", b"<p>x</p>", "file-type"),
        ("a.htm ", b"x", "file-name"),
        ("a.js", b"alert(1)", "file-type"),
        ("a.docm", b"x", "file-type"),
        ("a.exe", b"x", "file-type"),
        ("a.pdf.lnk", b"x", "file-type"),
    ];
    for (name, bytes, code) in cases {
        let path = format!("content/pages/about/{name}");
        portal.write(&path, bytes);
        portal.refused(&format!("{name} {code}"), code);
        fs::remove_file(portal.root().join(path)).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn the_disk_is_not_trusted() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let portal = Portal::new();
    let at = |name: &str| portal.root().join("content/practices").join(name);
    let secret = tempfile::NamedTempFile::new().unwrap();
    fs::write(secret.path(), PRACTICE.replace("Текст", "ТАЙНА")).unwrap();

    symlink(secret.path(), at("ssylka.md")).unwrap();
    let said = portal.refused("a link out of the tree", "file-link");
    assert!(!said.all().contains("ТАЙНА"));
    fs::remove_file(at("ssylka.md")).unwrap();

    symlink("..", at("petlya")).unwrap();
    portal.refused("a loop of links", "file-link");
    fs::remove_file(at("petlya")).unwrap();

    let name = std::ffi::CString::new(at("truba.md").as_os_str().as_bytes()).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, name.as_c_str(), rustix::fs::Mode::from_raw_mode(0o600))
        .unwrap();
    portal.refused("a pipe", "file-special");
    fs::remove_file(at("truba.md")).unwrap();

    for name in ["a\\b.md", "x..\\..\\b.md", "a\nb.md", "a\u{1b}[31m.md", "aux.md", " a.md"] {
        fs::write(at(name), PRACTICE).unwrap();
        let said = portal.refused(&format!("{name:?}"), "file-name");
        assert!(!said.stderr.contains('\u{1b}'), "{name:?} reaches the terminal");
        fs::remove_file(at(name)).unwrap();
    }
    let bytes = at("x").with_file_name(std::ffi::OsStr::from_bytes(b"\xff\xfe.md"));
    fs::write(&bytes, PRACTICE).unwrap();
    portal.refused("a name that is not UTF-8", "file-name");
    fs::remove_file(bytes).unwrap();

    symlink("/etc", portal.root().join("data")).unwrap();
    portal.refused("a folder that is a link", "file-link");
    fs::remove_file(portal.root().join("data")).unwrap();
    assert_eq!(portal.build().code, 0);
}

/// Root reads everything, so that only other users can see this.
#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_said() {
    use std::os::unix::fs::PermissionsExt;

    let portal = Portal::new();
    let path = portal.root().join("content/practices/opyt.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_err() {
        portal.refused("a file without rights", "file-read");
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
}

#[test]
fn a_portal_cannot_leave_its_folder() {
    let portal = Portal::new();
    for (config, code) in [
        ("languages: [ru, \"../../x\"]\n", "wrong-type"),
        ("theme: ../../../etc\n", "unknown-theme"),
        ("theme: \"<script>\"\n", "unknown-theme"),
    ] {
        portal.write("portal.yaml", format!("title: Портал\n{config}"));
        portal.refused(config, code);
    }
    portal.write("portal.yaml", "title: Портал\n");
    portal.write(
        "data/schemas/olympiads.yaml",
        "label: Олимпиады\nfields:\n  - {id: \"../../../x\", label: Побег, facet: true}\n",
    );
    portal.refused("a field that leads out", "bad-id");
    fs::remove_file(portal.root().join("data/schemas/olympiads.yaml")).unwrap();
    portal.write("content/../../portal-x.md", PRACTICE);
    fs::remove_file(portal.root().join("../portal-x.md")).unwrap();
}

#[test]
fn broken_pictures_are_refused() {
    let portal = Portal::new();
    portal.write("content/pages/about/index.md", "---\ntitle: О портале\n---\n![Схема](a.png)\n");
    let png = archive::png(1200, 800);
    portal.write("content/pages/about/a.png", &png[..png.len() / 2]);
    portal.refused("half a picture", "image-unreadable");
    let mut huge = archive::png(20, 10);
    huge[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    portal.write("content/pages/about/a.png", huge);
    portal.refused("a picture that says it is enormous", "image-unreadable");
    portal.write("content/pages/about/a.png", "<svg onload=alert(1)>");
    portal.refused("a drawing under the name of a picture", "image-unreadable");
}
