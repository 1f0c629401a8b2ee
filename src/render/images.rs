//! Pictures: measured, so that pages do not jump while loading, and made smaller, so that a phone
//! does not load what it cannot show.

use std::collections::BTreeMap;
use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use metod_content::diagnostic::{Code, Diagnostic};
use metod_content::model::{Portal, Record};
use metod_content::syntax::Place;
use rayon::prelude::*;

use crate::load::Files;
use crate::plan::address;
use crate::source::Tree;

/// Widths of the smaller versions, in pixels: a phone, a phone with a dense screen, a column of text.
pub const WIDTHS: [u32; 3] = [480, 960, 1440];
/// Quality of JPEG, 1 to 100.
const QUALITY: u8 = 80;
/// Largest side of a picture, in pixels, and most memory that decoding one may take, in bytes.
const LARGEST: u32 = 12_000;
const MEMORY: u64 = 512 * 1024 * 1024;

/// One picture.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Where it is published.
    pub address: String,
    /// Width in pixels, as shown.
    pub width: u32,
    /// Height in pixels, as shown.
    pub height: u32,
    /// Smaller versions.
    pub variants: Vec<Variant>,
}

/// A smaller version of a picture.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Where it is published.
    pub address: String,
    /// Width in pixels.
    pub width: u32,
    /// Path of the picture in the repository.
    pub source: String,
}

/// Pictures of a portal by their path in the repository.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    by_path: BTreeMap<String, Picture>,
}

/// What was measured before, by path, with the hash of the content it was measured of.
#[derive(Debug, Default)]
pub struct Measured(BTreeMap<String, (blake3::Hash, Result<Picture, String>)>);

impl Pictures {
    /// Measures every picture beside a record's text. What cannot be read is reported, what is
    /// `known` is not measured again.
    pub fn measure(
        tree: &dyn Tree,
        files: &Files,
        portal: &Portal,
        known: &mut Measured,
    ) -> (Self, Vec<Diagnostic>) {
        let all: Vec<(&Record, &str, &str)> = portal
            .iter()
            .flat_map(|(_, record)| {
                let files = record.attachments.iter();
                files.map(move |file| (record, file.name.as_str(), file.path.as_str()))
            })
            .filter(|(_, name, _)| format(name).is_some())
            .collect();
        let read: Vec<_> = all
            .par_iter()
            .map(|(record, name, path)| {
                if let Some(digest) = tree.digest(path)
                    && let Some((_, same)) = known.0.get(*path).filter(|(of, _)| *of == digest)
                {
                    return (*path, Some(digest), same.clone());
                }
                match tree.read(path) {
                    Ok(bytes) => {
                        let digest = blake3::hash(&bytes);
                        (*path, Some(digest), measure(&bytes, digest, record, name, path))
                    }
                    Err(problem) => (*path, None, Err(problem.to_string())),
                }
            })
            .collect();
        let mut pictures = Pictures::default();
        let mut diagnostics = Vec::new();
        known.0.clear();
        for (path, digest, measured) in read {
            if let Some(digest) = digest {
                known.0.insert(path.to_owned(), (digest, measured.clone()));
            }
            match measured {
                Ok(picture) => {
                    pictures.by_path.insert(path.to_owned(), picture);
                }
                Err(reason) => {
                    let place = files.find(path).map(Place::whole);
                    let place = place.unwrap_or(Place::whole(Default::default()));
                    diagnostics
                        .push(Diagnostic::new(Code::ImageBroken, place).with("reason", reason));
                }
            }
        }
        (pictures, diagnostics)
    }

    /// The picture at `path` of the repository.
    pub fn get(&self, path: &str) -> Option<&Picture> {
        self.by_path.get(path)
    }

    /// Every smaller version.
    pub fn variants(&self) -> impl Iterator<Item = &Variant> {
        self.by_path.values().flat_map(|picture| &picture.variants)
    }
}

/// Raster formats that are measured; drawings (SVG) scale by themselves.
fn format(name: &str) -> Option<ImageFormat> {
    let extension = name.rsplit_once('.')?.1.to_lowercase();
    match extension.as_str() {
        "jpg" | "jpeg" => Some(ImageFormat::Jpeg),
        "png" => Some(ImageFormat::Png),
        "gif" => Some(ImageFormat::Gif),
        "webp" => Some(ImageFormat::WebP),
        _ => None,
    }
}

fn measure(
    bytes: &[u8],
    digest: blake3::Hash,
    record: &Record,
    name: &str,
    path: &str,
) -> Result<Picture, String> {
    let mut decoder = reader(bytes, name)?.into_decoder().map_err(|error| words(&error))?;
    let turned = decoder.orientation().map(|turn| turn.to_exif() >= 5).unwrap_or(false);
    let (width, height) = decoder.dimensions();
    let (width, height) = if turned { (height, width) } else { (width, height) };
    // An animation made smaller would stand still.
    let scaled = !matches!(format(name), Some(ImageFormat::Gif));
    let hash = digest.to_hex();
    let extension = if is_photo(name) { "jpg" } else { "webp" };
    let variants = WIDTHS
        .into_iter()
        .filter(|target| scaled && *target < width)
        .map(|target| Variant {
            address: format!("assets/img/{}-{target}.{extension}", &hash[..12]),
            width: target,
            source: path.to_owned(),
        })
        .collect();
    let address = address::attachment(&record.collection, &record.id, name);
    Ok(Picture { address, width, height, variants })
}

/// In words that the catalogue of messages translates.
fn words(error: &ImageError) -> String {
    match error {
        ImageError::Limits(_) => "it is too large to be decoded".to_owned(),
        _ => "it is damaged or of another format".to_owned(),
    }
}

fn is_photo(name: &str) -> bool {
    matches!(format(name), Some(ImageFormat::Jpeg))
}

fn reader<'b>(bytes: &'b [u8], name: &str) -> Result<ImageReader<Cursor<&'b [u8]>>, String> {
    let mut reader = ImageReader::new(Cursor::new(bytes));
    reader.set_format(format(name).ok_or("unknown format")?);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST);
    limits.max_image_height = Some(LARGEST);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    Ok(reader)
}

/// Makes a smaller version. Photographs become JPEG, drawings lossless WebP.
///
/// # Errors
/// When the picture cannot be read or decoded, in words that the catalogue of messages translates.
pub fn shrink(tree: &dyn Tree, variant: &Variant) -> Result<Vec<u8>, String> {
    let bytes = tree.read(&variant.source).map_err(|problem| problem.to_string())?;
    let words = |error: ImageError| words(&error);
    let mut decoder = reader(&bytes, &variant.source)?.into_decoder().map_err(words)?;
    let turn = decoder.orientation().map_err(words)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(words)?;
    picture.apply_orientation(turn);
    let small = picture.resize(variant.width, u32::MAX, FilterType::CatmullRom);
    let mut out = Vec::new();
    if is_photo(&variant.source) {
        let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
        small.to_rgb8().write_with_encoder(encoder).map_err(words)?;
    } else {
        let encoder = WebPEncoder::new_lossless(&mut out);
        small.to_rgba8().write_with_encoder(encoder).map_err(words)?;
    }
    Ok(out)
}
