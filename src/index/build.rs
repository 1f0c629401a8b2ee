//! Documents into a tantivy index of one segment.

use super::digests::Digests;
use super::encode::{Decoder, encode};
use super::{Document, Error, Forms, Index, IndexDoc, Settings};
use metod_search::analyser::Analyser;
use metod_search::answer::{Columns, date_number};
use metod_search::rank::Synonyms;
use metod_search::store::write::Gathered;
use rayon::prelude::*;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use tantivy::directory::{MmapDirectory, RamDirectory};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{IndexBuilder, SingleSegmentIndexWriter, TantivyDocument};

/// Name under which tantivy knows [`Decoder`].
const TOKENIZER: &str = "encoded";

/// Documents that one thread analyses at a time, and batches of them in flight: bounds the memory.
const BATCH: usize = 32;
const BATCHES: usize = 8;

/// From this number of bytes tantivy derives the size of its table of terms.
const MEMORY: usize = 256 << 20;

/// How to build.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Where tantivy keeps its files: an empty folder; in memory without one.
    pub dir: Option<&'a Path>,
    /// Keep the whole text of documents, for the snippets of [`Index::search`].
    pub keep_text: bool,
    /// Make digests of documents, for the snippets of the static index ([`super::export`]).
    pub digests: bool,
}

/// The fields of the tantivy index.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    pub(super) title: Field,
    pub(super) text: Field,
    /// The [`IndexDoc`] as JSON.
    pub(super) stored: Field,
}

fn schema() -> (Schema, Fields) {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let searched = TextOptions::default().set_indexing_options(indexing);
    let mut builder = Schema::builder();
    let fields = Fields {
        title: builder.add_text_field("title", searched.clone()),
        text: builder.add_text_field("text", searched),
        stored: builder.add_bytes_field("stored", STORED),
    };
    (builder.build(), fields)
}

/// Builds an index. Documents with equal scores are answered in the order in which they are given here.
/// Analysing runs on
/// rayon's current pool, writing on a thread of tantivy's, both while `docs` is being read.
///
/// # Errors
/// Only what the disk or the memory cause.
pub fn build(
    docs: impl IntoIterator<Item = IndexDoc>,
    settings: &Settings,
    options: Options,
) -> Result<Index, Error> {
    let (schema, fields) = schema();
    let directory: Box<dyn tantivy::Directory> = match options.dir {
        Some(dir) => Box::new(MmapDirectory::open(dir).map_err(tantivy::TantivyError::from)?),
        None => Box::new(RamDirectory::create()),
    };
    let tokenizers = TokenizerManager::default();
    tokenizers.register(TOKENIZER, Decoder::default());
    let builder = IndexBuilder::new().schema(schema).tokenizers(tokenizers);
    let writer = builder.single_segment_index_writer(directory, MEMORY)?;

    let analysers = Pool::default();
    let (send, receive) = sync_channel(1);
    let (listed, forms, written) = std::thread::scope(|scope| {
        let writing = scope.spawn(move || write(receive, writer));
        let listed = analyse(docs, &analysers, fields, options, &send);
        drop(send);
        // While tantivy writes its segment.
        (listed, analysers.into_forms(), writing.join())
    });
    let Listed { mut documents, columns, digests } = listed?;
    let index = written.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;

    let segment = index.reader()?.searcher().segment_readers().first().cloned();
    let synonyms = Synonyms::new(&settings.synonyms, &mut Analyser::new());
    let columns = columns.finish(&settings.order);
    let badge = settings.badge.as_ref().and_then(|field| columns.get(field));
    for (document, number) in documents.iter_mut().zip(0..) {
        let value =
            badge.and_then(|column| column.values.get(*column.of(number).first()? as usize));
        document.badge = value.cloned();
    }
    let dates = documents.iter().map(|doc| doc.date.as_deref().map_or(0, date_number)).collect();
    Ok(Index {
        segment,
        fields,
        dates: Arc::new(dates),
        documents,
        columns: columns.into_iter().map(|(field, column)| (field, Arc::new(column))).collect(),
        forms,
        synonyms,
        texts: Arc::new(digests.finish()),
    })
}

/// Analysers at rest, with all the words they remember.
#[derive(Default)]
struct Pool(Mutex<Vec<Analyser>>);

impl Pool {
    fn with<T>(&self, work: impl FnOnce(&mut Analyser) -> T) -> T {
        let idle = self.0.lock().unwrap_or_else(|e| e.into_inner()).pop();
        let mut analyser = idle.unwrap_or_else(Analyser::bulk);
        let out = work(&mut analyser);
        self.0.lock().unwrap_or_else(|e| e.into_inner()).push(analyser);
        out
    }

    fn into_forms(self) -> Forms {
        let analysers = self.0.into_inner().unwrap_or_else(|e| e.into_inner());
        Forms::new(analysers.into_iter().flat_map(Analyser::into_forms).collect())
    }
}

/// Analyses the documents in parallel and sends them off in order. Returns what lists need of them.
fn analyse(
    docs: impl IntoIterator<Item = IndexDoc>,
    analysers: &Pool,
    fields: Fields,
    options: Options,
    send: &SyncSender<Vec<TantivyDocument>>,
) -> Result<Listed, Error> {
    let mut listed = Listed::default();
    let mut docs = docs.into_iter();
    loop {
        let chunk: Vec<IndexDoc> = docs.by_ref().take(BATCH * BATCHES).collect();
        if chunk.is_empty() {
            return Ok(listed);
        }
        let prepare = |batch: &[IndexDoc]| -> Result<Vec<Prepared>, Error> {
            analysers.with(|analyser| {
                batch.iter().map(|doc| prepare(doc, analyser, fields, options)).collect()
            })
        };
        let prepared: Vec<_> = chunk.par_chunks(BATCH).map(prepare).collect::<Result<_, _>>()?;
        let (prepared, gathered): (Vec<_>, Vec<_>) = prepared.into_iter().flatten().unzip();
        for doc in chunk {
            let own = [("collection", &*doc.collection), ("lang", &*doc.lang)];
            let facets = doc.facets.iter().map(|(field, id)| (&**field, &**id));
            listed.columns.add(facets.chain(own));
            listed.documents.push(Document::from(doc));
        }
        if send.send(prepared).is_err() {
            // The writer has failed and says why itself.
            return Ok(listed);
        }
        listed.digests.add(gathered.into_iter().flatten().collect());
    }
}

/// What is known of the documents beside their terms.
#[derive(Default)]
struct Listed {
    documents: Vec<Document>,
    columns: Columns,
    digests: Digests,
}

/// A document for tantivy, and what its digest is made of.
type Prepared = (TantivyDocument, Option<Gathered>);

fn prepare(
    doc: &IndexDoc,
    analyser: &mut Analyser,
    fields: Fields,
    options: Options,
) -> Result<Prepared, Error> {
    let encoded = encode(doc, options.digests, analyser);
    let mut out = TantivyDocument::new();
    out.add_text(fields.title, encoded.title);
    out.add_text(fields.text, encoded.text);
    if options.keep_text {
        out.add_bytes(fields.stored, &serde_json::to_vec(doc)?);
    }
    Ok((out, encoded.gathered))
}

/// Writes the documents in the order in which they come: their numbers are tantivy's.
fn write(
    receive: Receiver<Vec<TantivyDocument>>,
    mut writer: SingleSegmentIndexWriter,
) -> Result<tantivy::Index, Error> {
    for batch in receive {
        for doc in batch {
            writer.add_document(doc)?;
        }
    }
    Ok(writer.finalize()?)
}

impl From<IndexDoc> for Document {
    fn from(doc: IndexDoc) -> Self {
        Self {
            collection: doc.collection,
            id: doc.id,
            lang: doc.lang,
            title: doc.title,
            url: doc.url,
            summary: doc.summary,
            date: doc.date,
            badge: None,
        }
    }
}
