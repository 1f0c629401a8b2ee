//! Documents into a tantivy index of one segment, or of one more over the segment of an older index.

use super::base::{Base, Uses};
use super::digests::{Digests, Shelf, Weights};
use super::encode::{Decoder, encode};
use super::part::{Numbers, Part};
use super::{Document, Error, Forms, Index, IndexDoc, Settings};
use metod_search::analyser::Analyser;
use metod_search::answer::{Columns, date_number};
use metod_search::rank::{Field as Name, Synonyms};
use metod_search::store::write::{DEAR, Gathered};
use rayon::prelude::*;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use tantivy::directory::RamDirectory;
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{IndexBuilder, SegmentReader, SingleSegmentIndexWriter, TantivyDocument};

/// Name under which tantivy knows [`Decoder`].
const TOKENIZER: &str = "encoded";

/// Documents in flight, of which each thread analyses a few at a time: bounds the memory. As many more are being
/// made meanwhile.
pub const AT_A_TIME: usize = 256;
const BATCH: usize = 8;

/// From this number of bytes tantivy derives the size of its table of terms: for a whole portal, and for a few
/// documents.
const MEMORY: usize = 256 << 20;
const LITTLE_MEMORY: usize = 16 << 20;

/// How to build.
#[derive(Default)]
pub struct Options {
    /// Keep the whole text of documents, for the snippets of [`Index::search`].
    pub keep_text: bool,
    /// Make digests of documents, for the snippets of the static index ([`super::export`]), words weighed so.
    pub digests: Option<Weights>,
    /// Where digests lie until all documents are known; in memory without one.
    pub shelf: Option<Arc<dyn Shelf>>,
    /// The index before: its documents are taken from there, unless it says that they changed ([`Base::keeps`]).
    pub base: Option<Base>,
    /// From how large columns on their values stand beside words, too, in bytes; where it pays without one.
    pub dear: Option<usize>,
}

/// The fields of the tantivy index.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    pub(super) title: Field,
    pub(super) text: Field,
    /// The [`IndexDoc`] as JSON.
    pub(super) stored: Field,
}

impl Fields {
    pub(super) fn of(self, name: Name) -> Field {
        match name {
            Name::Title => self.title,
            Name::Text => self.text,
        }
    }
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
/// Analysing runs on rayon's current pool, writing on a thread of tantivy's, both while `docs` is being read.
///
/// # Errors
/// Only what the memory causes.
pub fn build(
    docs: impl IntoIterator<Item = IndexDoc, IntoIter: Send>,
    settings: &Settings,
    options: Options,
) -> Result<Index, Error> {
    build_while(docs, settings, options, || ()).map(|(index, ())| index)
}

/// The same, with something to do while one thread of tantivy's writes the segment and others would wait.
///
/// # Errors
/// As [`build`].
pub fn build_while<T: Send>(
    docs: impl IntoIterator<Item = IndexDoc, IntoIter: Send>,
    settings: &Settings,
    options: Options,
    meanwhile: impl FnOnce() -> T + Send,
) -> Result<(Index, T), Error> {
    let (schema, fields) = schema();
    let directory = RamDirectory::create();
    let tokenizers = TokenizerManager::default();
    tokenizers.register(TOKENIZER, Decoder::default());
    let builder = IndexBuilder::new().schema(schema).tokenizers(tokenizers);
    let memory = if options.base.is_some() { LITTLE_MEMORY } else { MEMORY };
    let writer = builder.single_segment_index_writer(directory.clone(), memory)?;

    let analysers = Pool::default();
    let (send, receive) = sync_channel(1);
    let (listed, ((forms, places), done), written) = std::thread::scope(|scope| {
        let writing = scope.spawn(move || write(receive, writer));
        let listed = analyse(
            docs.into_iter(),
            Work { analysers: &analysers, fields, options: &options },
            &send,
        );
        drop(send);
        let done = rayon::join(|| analysers.into_forms(), meanwhile);
        (listed, done, writing.join())
    });
    let Listed { mut documents, columns, digests, analysed, uses } = listed?;
    let index = written.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;

    let segment = index.reader()?.searcher().segment_readers().first().cloned();
    let uses = Uses::collect(uses, &places);
    let texts = digests.map(Digests::finish).unwrap_or_default();
    let (parts, forms, texts, uses): (Vec<Part>, _, _, _) = match options.base {
        None => {
            let part = |segment| Part { segment, numbers: Numbers::Same };
            (segment.map(part).into_iter().collect(), forms, texts, uses)
        }
        Some(base) => {
            let (parts, forms, texts) = base.under(segment, analysed.clone(), &forms, texts);
            (parts, forms, texts, Uses::default())
        }
    };
    let synonyms = Synonyms::new(&settings.synonyms, &mut Analyser::new());
    let columns = columns.finish(&settings.order);
    let badge = settings.badge.as_ref().and_then(|field| columns.get(field));
    for (document, number) in documents.iter_mut().zip(0..) {
        let value =
            badge.and_then(|column| column.values.get(*column.of(number).first()? as usize));
        document.badge = value.cloned();
    }
    let dates = documents.iter().map(|doc| doc.date.as_deref().map_or(0, date_number)).collect();
    let means = Name::ALL.map(|name| mean(&parts, fields.of(name), documents.len()));
    let [title, text] = means;
    let index = Index {
        parts,
        means: [title?, text?],
        fields,
        dates: Arc::new(dates),
        documents,
        columns: columns.into_iter().map(|(field, column)| (field, Arc::new(column))).collect(),
        forms,
        synonyms,
        texts: Arc::new(texts),
        analysed: analysed.len(),
        uses,
        weights: options.digests.unwrap_or_default(),
        dear: options.dear.unwrap_or(DEAR),
        directory,
        managed: index.directory().list_managed_files().into_iter().collect(),
    };
    Ok((index, done))
}

/// The mean length of a field, of lengths as exact as tantivy keeps them.
fn mean(parts: &[Part], field: Field, documents: usize) -> Result<f32, Error> {
    let mut sum = 0;
    for part in parts {
        let lengths = part.segment.get_fieldnorms_reader(field)?;
        let ours = (0..part.segment.max_doc()).filter(|&doc| part.number(doc).is_some());
        sum += ours.map(|doc| u64::from(lengths.fieldnorm(doc))).sum::<u64>();
    }
    Ok(sum as f32 / documents.max(1) as f32)
}

/// The one segment of an index in memory, and its fields; `None` if it is not such an index.
pub(super) fn open(directory: RamDirectory) -> Result<Option<SegmentReader>, Error> {
    let index = tantivy::Index::open(directory)?;
    Ok(index.reader()?.searcher().segment_readers().first().cloned())
}

/// Analysers at rest with their numbers, and all the words they remember.
#[derive(Default)]
struct Pool(Mutex<(Vec<(usize, Analyser)>, usize)>);

impl Pool {
    /// Does `work` with an analyser, which is told its number.
    fn with<T>(&self, work: impl FnOnce(usize, &mut Analyser) -> T) -> T {
        let mut pool = self.0.lock().unwrap_or_else(|e| e.into_inner());
        let idle = pool.0.pop();
        let (number, mut analyser) = idle.unwrap_or_else(|| {
            pool.1 += 1;
            (pool.1 - 1, Analyser::bulk())
        });
        drop(pool);
        let out = work(number, &mut analyser);
        self.0.lock().unwrap_or_else(|e| e.into_inner()).0.push((number, analyser));
        out
    }

    fn into_forms(self) -> (Forms, Vec<Vec<u32>>) {
        let (mut analysers, _) = self.0.into_inner().unwrap_or_else(|e| e.into_inner());
        analysers.sort_unstable_by_key(|(number, _)| *number);
        Forms::collect(analysers.into_iter().map(|(_, analyser)| analyser.into_forms()))
    }
}

/// Analyses the documents in parallel and sends them off in order, some at a time; the next are taken from `docs`
/// meanwhile, since making them may be work too. Returns what lists need of them.
fn analyse<'o>(
    docs: impl Iterator<Item = IndexDoc> + Send,
    work: Work<'_, 'o>,
    send: &SyncSender<Vec<TantivyDocument>>,
) -> Result<Listed<'o>, Error> {
    let Options { digests, shelf, .. } = work.options;
    let digests = digests.as_ref().map(|weights| Digests::new(weights, shelf.as_ref()));
    let mut listed = Listed { digests, ..Listed::default() };
    let mut docs = docs.fuse();
    let mut take = || docs.by_ref().take(AT_A_TIME).collect::<Vec<_>>();
    let mut chunk = take();
    while !chunk.is_empty() {
        let (next, sent) = rayon::join(&mut take, || listed.add(chunk, work, send));
        if !sent? {
            break;
        }
        chunk = next;
    }
    Ok(listed)
}

/// With what documents are analysed.
#[derive(Clone, Copy)]
struct Work<'p, 'o> {
    analysers: &'p Pool,
    fields: Fields,
    options: &'o Options,
}

/// What is known of the documents beside their terms.
#[derive(Default)]
struct Listed<'w> {
    documents: Vec<Document>,
    columns: Columns,
    digests: Option<Digests<'w>>,
    /// Numbers of the documents that were analysed, and by which analyser with which of its forms.
    analysed: Vec<u32>,
    uses: Vec<(usize, Box<[u8]>)>,
}

impl Listed<'_> {
    /// Analyses the next documents and sends them off; tells whether they were taken. If not, the writer has failed,
    /// and says why itself.
    fn add(
        &mut self,
        chunk: Vec<IndexDoc>,
        work: Work,
        send: &SyncSender<Vec<TantivyDocument>>,
    ) -> Result<bool, Error> {
        let from = self.documents.len();
        let base = work.options.base.as_ref();
        let kept = |at: usize| base.is_some_and(|base| base.keeps(from + at));
        let new: Vec<usize> = (0..chunk.len()).filter(|&at| !kept(at)).collect();
        let prepare = |batch: &[usize]| -> Result<Vec<Prepared>, Error> {
            work.analysers.with(|number, analyser| {
                batch.iter().map(|&at| prepare(&chunk[at], (number, analyser), work)).collect()
            })
        };
        let prepared: Vec<_> =
            new.par_chunks(BATCH).with_max_len(1).map(prepare).collect::<Result<_, _>>()?;
        self.analysed.extend(new.into_iter().map(|at| (from + at) as u32));
        let (mut sent, mut gathered) = (Vec::new(), Vec::new());
        for Prepared { document, digest, uses } in prepared.into_iter().flatten() {
            sent.push(document);
            gathered.extend(digest);
            self.uses.push(uses);
        }
        if !sent.is_empty() && send.send(sent).is_err() {
            return Ok(false);
        }
        for doc in chunk {
            let own = [("collection", &*doc.collection), ("lang", &*doc.lang)];
            let facets = doc.facets.iter().map(|(field, id)| (&**field, &**id));
            self.columns.add(facets.chain(own));
            self.documents.push(Document::from(doc));
        }
        if let Some(digests) = &mut self.digests {
            digests.add(gathered);
        }
        Ok(true)
    }
}

/// A document for tantivy, what its digest is made of, and the forms it uses.
struct Prepared {
    document: TantivyDocument,
    digest: Option<Gathered>,
    uses: (usize, Box<[u8]>),
}

fn prepare(
    doc: &IndexDoc,
    (number, analyser): (usize, &mut Analyser),
    Work { fields, options, .. }: Work,
) -> Result<Prepared, Error> {
    let encoded = encode(doc, options.digests.is_some(), analyser);
    let mut document = TantivyDocument::new();
    document.add_text(fields.title, encoded.title);
    document.add_text(fields.text, encoded.text);
    if options.keep_text {
        document.add_bytes(fields.stored, &serde_json::to_vec(doc)?);
    }
    let uses = (number, Uses::pack(analyser.take_used()));
    Ok(Prepared { document, digest: encoded.gathered, uses })
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
