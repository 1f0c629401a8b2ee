//! Links and pictures of a text, as addresses.

use metod_content::body::{Image, Link, Links};
use metod_content::model::config::percent_encode;
use metod_content::model::{Record, Target};

use super::views::Views;

/// Resolves what one record's text points at, as seen from the page that shows it.
pub(super) struct BodyLinks<'l> {
    pub(super) views: &'l Views<'l>,
    pub(super) record: &'l Record,
}

impl Links for BodyLinks<'_> {
    fn link(&self, target: &str) -> Option<Link> {
        let views = self.views;
        let href = match views.portal.resolve(self.record, target) {
            Target::External => target.to_owned(),
            Target::Anchor(anchor) => format!("#{}", percent_encode(&anchor)),
            Target::Record(ix, anchor) => {
                let address = views.plan.record_address(views.in_language(ix))?;
                let place = anchor.map(|anchor| format!("#{}", percent_encode(&anchor)));
                format!("{}{}", views.url(address), place.unwrap_or_default())
            }
            Target::Attachment(path) => views.url(&percent_encode(&self.attachment(&path)?)),
            Target::Broken(_) => return None,
        };
        Some(Link { href, title: None })
    }

    fn image(&self, target: &str) -> Option<Image> {
        let Target::Attachment(path) = self.views.portal.resolve(self.record, target) else {
            return None;
        };
        let Some(picture) = self.views.pictures.get(&path) else {
            // A drawing scales by itself.
            let src = self.views.url(&percent_encode(&self.attachment(&path)?));
            return Some(Image { src, ..Image::default() });
        };
        let src = self.views.url(&percent_encode(&picture.address));
        let mut set: Vec<String> = picture
            .variants
            .iter()
            .map(|variant| format!("{} {}w", self.views.url(&variant.address), variant.width))
            .collect();
        if !set.is_empty() {
            set.push(format!("{src} {}w", picture.width));
        }
        let some = !set.is_empty();
        Some(Image {
            src,
            width: Some(picture.width),
            height: Some(picture.height),
            srcset: some.then(|| set.join(", ")),
            // The column of text is at most 720 pixels wide.
            sizes: some.then(|| "(max-width: 760px) 100vw, 720px".to_owned()),
        })
    }
}

impl BodyLinks<'_> {
    fn attachment(&self, path: &str) -> Option<String> {
        let file = self.record.attachments.iter().find(|file| file.path == path)?;
        let Record { collection, id, .. } = self.record;
        Some(crate::plan::address::attachment(collection, id, &file.name))
    }
}
