//! The closed list of diagnostic codes. A code's name is permanent: portals set severities by it.

use super::{Lang, Severity};

/// The two sentences of a diagnostic in one language; `{name}` is filled from its arguments.
#[derive(Clone, Copy, Debug)]
pub struct Texts {
    /// What happened.
    pub message: &'static str,
    /// What to do about it.
    pub help: &'static str,
}

macro_rules! codes {
    ($($variant:ident $id:literal $severity:ident
        ru $ru:literal $ru_help:literal
        en $en:literal $en_help:literal)*) => {
        /// Name of a rule that a diagnostic reports.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $en] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The permanent name, as in `severities:` of portal.yaml.
            pub fn id(self) -> &'static str {
                match self { $(Code::$variant => $id,)* }
            }

            /// Severity unless the portal says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// The code's sentences in `lang`.
            pub fn texts(self, lang: Lang) -> Texts {
                match (self, lang) {
                    $((Code::$variant, Lang::Ru) => Texts { message: $ru, help: $ru_help },
                      (Code::$variant, Lang::En) => Texts { message: $en, help: $en_help },)*
                }
            }
        }
    };
}

codes! {
    // Files
    FileName "file-name" Error
        ru "имя файла «{name}» нельзя опубликовать: {reason}"
           "Переименуйте файл: строчные латинские буквы, цифры и дефис, например «opyt-nablyudeniya.md»."
        en "the file name “{name}” cannot be published: {reason}"
           "Rename the file: lower-case Latin letters, digits and hyphens, such as “lesson-study.md”."
    FileLink "file-link" Error
        ru "«{name}» — символическая ссылка: её содержимое не читается"
           "Положите в репозиторий сам файл: ссылка может увести за пределы репозитория."
        en "“{name}” is a symbolic link: what it points to is not read"
           "Put the file itself into the repository: a link can lead out of it."
    FileSpecial "file-special" Error
        ru "«{name}» — не обычный файл"
           "Удалите его: портал собирается только из обычных файлов и папок."
        en "“{name}” is not a regular file"
           "Remove it: a portal is made of regular files and folders only."
    FileSize "file-size" Error
        ru "файл занимает {size}, а допускается не больше {max}"
           "Уменьшите или разделите файл; большие записи и видео размещайте отдельно и давайте ссылку."
        en "the file takes {size}, more than the {max} allowed"
           "Make the file smaller or split it; host large recordings elsewhere and link to them."
    FileRead "file-read" Error
        ru "файл не читается: {reason}"
           "Проверьте права на файл и исправность диска."
        en "the file cannot be read: {reason}"
           "Check the file's permissions and the disk."
    FileEncoding "file-encoding" Error
        ru "файл не в кодировке UTF-8"
           "Сохраните файл заново в UTF-8 (в «Блокноте»: «Сохранить как…» → «Кодировка»)."
        en "the file is not valid UTF-8"
           "Save the file again as UTF-8."
    FileType "file-type" Error
        ru "файлы {extension} не публикуются: такой файл может выполниться у читателя"
           "Сохраните материал в PDF, DOCX, ODT, PNG, JPEG или другом безопасном формате."
        en "files {extension} are not published: such a file can run in a reader's browser or office"
           "Save the material as PDF, DOCX, ODT, PNG, JPEG or another safe format."
    SvgScript "svg-script" Error
        ru "рисунок SVG содержит то, что может выполниться или загрузиться извне: {found}"
           "Уберите сценарии, обработчики, внешние ссылки и встроенный HTML или сохраните рисунок в PNG."
        en "the SVG drawing holds what can run or load from outside: {found}"
           "Remove scripts, handlers, external links and embedded HTML, or save the drawing as PNG."
    ImageBroken "image-unreadable" Error
        ru "рисунок не читается: {reason}"
           "Пересохраните рисунок в PNG, JPEG, GIF или WebP."
        en "the picture cannot be read: {reason}"
           "Save the picture again as PNG, JPEG, GIF or WebP."
    TableUnsafe "table-unsafe" Error
        ru "таблицу нельзя открыть безопасно: {reason}"
           "Сохраните её заново в Excel или LibreOffice как обычный .xlsx или .csv, без макросов."
        en "the table cannot be opened safely: {reason}"
           "Save it again in Excel or LibreOffice as a plain .xlsx or .csv without macros."
    TableSyntax "table-syntax" Error
        ru "ошибка в таблице: {reason}"
           "Первая строка — имена столбцов, дальше по записи в строке; сохраните как .csv (UTF-8) или .xlsx."
        en "mistake in the table: {reason}"
           "The first row holds the names of the columns, then one record a row; save as .csv (UTF-8) or .xlsx."
    TableTwice "table-twice" Error
        ru "одни и те же сведения лежат в двух файлах: «{first}» и «{second}»"
           "Оставьте один из них: иначе неизвестно, какому верить."
        en "the same data stand in two files: “{first}” and “{second}”"
           "Keep one of them: otherwise nobody knows which one counts."
    UnknownFolder "unknown-folder" Warning
        ru "коллекции «{name}» нет, и её записи не публикуются"
           "Исправьте имя папки или таблицы либо опишите коллекцию в data/schemas/{name}.yaml.{suggestion}"
        en "there is no collection “{name}”, and its records are not published"
           "Correct the name of the folder or table, or declare the collection in data/schemas/{name}.yaml.{suggestion}"
    StrayFile "stray-file" Warning
        ru "файл «{name}» не относится ни к одной записи и не публикуется"
           "Положите его в папку записи (content/коллекция/имя/) рядом с index.md или удалите."
        en "the file “{name}” belongs to no record and is not published"
           "Put it into a record's folder (content/collection/name/) beside index.md, or delete it."

    MoreFindings "more-findings" Warning
        ru "замечаний к этому файлу больше: ещё {count}"
           "Исправьте показанные и проверьте снова."
        en "there are {count} more findings in this file"
           "Correct those that are shown and check again."

    // Syntax
    FrontMatterMissing "front-matter-missing" Error
        ru "в начале файла нет паспорта записи"
           "Начните файл строкой «---», затем поля (title: …), затем снова «---»."
        en "the record has no front matter"
           "Start the file with a line “---”, then the fields (title: …), then “---” again."
    FrontMatterUnclosed "front-matter-unclosed" Error
        ru "паспорт записи открыт строкой «---», но не закрыт"
           "Поставьте строку «---» после последнего поля, перед текстом."
        en "the front matter is opened by “---” and never closed"
           "Put a line “---” behind the last field, before the text."
    YamlSyntax "yaml-syntax" Error
        ru "поля не читаются: {detail}"
           "Проверьте отступы, двоеточия и кавычки; текст с двоеточием берите в кавычки: title: \"Урок: начало\"."
        en "the fields cannot be read: {detail}"
           "Check indents, colons and quotes; put text with a colon into quotes: title: \"Lesson: a start\"."
    YamlQuote "yaml-quote" Error
        ru "кавычка открыта здесь и не закрыта"
           "Закройте кавычку в конце этого значения."
        en "this quote is opened and never closed"
           "Close the quote at the end of this value."
    YamlAlias "yaml-alias" Error
        ru "якоря и ссылки YAML («&», «*») здесь не используются"
           "Повторите значение целиком; если это текст, возьмите его в кавычки."
        en "YAML anchors and aliases (“&”, “*”) are not used here"
           "Write the value out; if it is text, put it into quotes."
    YamlTag "yaml-tag" Error
        ru "теги YAML («!») здесь не используются"
           "Уберите тег; если это текст, возьмите его в кавычки."
        en "YAML tags (“!”) are not used here"
           "Remove the tag; if it is text, put it into quotes."
    YamlDepth "yaml-depth" Error
        ru "слишком глубокая вложенность: больше {max} уровней"
           "Упростите структуру: столько уровней не бывает ни в одном поле."
        en "nested too deeply: more than {max} levels"
           "Make the structure flatter: no field has so many levels."
    YamlKey "yaml-key" Error
        ru "имя поля должно быть простым словом"
           "Проверьте скобки и отступы; значение, которое начинается со скобки, берите в кавычки: title: \"{{…}}\"."
        en "the name of a field must be a plain word"
           "Check brackets and indents; put a value that begins with a bracket into quotes: title: \"{{…}}\"."
    YamlDuplicateKey "yaml-duplicate-key" Error
        ru "поле «{key}» задано дважды"
           "Оставьте одно: второе значение не читается."
        en "the field “{key}” is given twice"
           "Keep one: the second value is not read."
    YamlSecondDocument "yaml-second-document" Error
        ru "в файле начинается второй документ YAML"
           "Оставьте один: уберите лишнюю строку «---»."
        en "a second YAML document starts here"
           "Keep one: remove the extra line “---”."

    // Fields
    NotMapping "not-mapping" Error
        ru "ожидался набор полей «имя: значение»"
           "Пишите каждое поле с новой строки: имя, двоеточие, пробел, значение."
        en "fields “name: value” were expected here"
           "Write every field on its own line: name, colon, space, value."
    NotList "not-list" Error
        ru "ожидался список записей"
           "Начинайте каждую запись с «- »."
        en "a list of records was expected here"
           "Start each record with “- ”."
    UnknownField "unknown-field" Error
        ru "неизвестное поле «{field}»"
           "Проверьте имя: здесь такого поля нет, и написанное никуда не попадёт.{suggestion}"
        en "unknown field “{field}”"
           "Check the name: there is no such field here, and what it holds would go nowhere.{suggestion}"
    MissingField "missing-field" Error
        ru "нет обязательного поля «{field}»{called}"
           "Добавьте его; пустым оно быть не может."
        en "the required field “{field}”{called} is missing"
           "Add it; it may not be empty."
    MissingOneOf "missing-one-of" Error
        ru "нужно хотя бы одно из полей: {fields}"
           "Добавьте одно из них."
        en "at least one of these fields is needed: {fields}"
           "Add one of them."
    MissingBody "missing-body" Error
        ru "у записи нет текста"
           "Добавьте текст после второй строки «---»."
        en "the record has no text"
           "Add the text behind the second line “---”."
    WrongType "wrong-type" Error
        ru "в поле «{field}» — {found}, а должно быть: {expected}"
           "{hint}"
        en "field “{field}” holds {found} instead of {expected}"
           "{hint}"
    UnknownValue "unknown-value" Error
        ru "поле «{field}»: значения «{value}» нет в словаре «{vocabulary}»"
           "Возьмите идентификатор из словаря или добавьте новый в data/vocabularies/{vocabulary}.yaml.{suggestion}"
        en "field “{field}”: the vocabulary “{vocabulary}” has no “{value}”"
           "Take an id of the vocabulary, or add one in data/vocabularies/{vocabulary}.yaml.{suggestion}"
    UnknownOption "unknown-option" Error
        ru "поле «{field}»: значение «{value}» не подходит"
           "Допустимы: {options}.{suggestion}"
        en "field “{field}”: “{value}” will not do"
           "Allowed are: {options}.{suggestion}"
    BrokenReference "broken-reference" Error
        ru "поле «{field}»: в коллекции «{collection}» нет записи «{value}»"
           "Проверьте идентификатор{otherwise}.{suggestion}"
        en "field “{field}”: the collection “{collection}” has no record “{value}”"
           "Check the id{otherwise}.{suggestion}"
    BadId "bad-id" Error
        ru "идентификатор «{id}» не годится"
           "Только строчные латинские буквы, цифры и дефис, например «{example}»."
        en "the id “{id}” will not do"
           "Lower-case Latin letters, digits and hyphens only, such as “{example}”."
    DuplicateId "duplicate-id" Error
        ru "идентификатор «{id}» уже занят: {other}"
           "Дайте другой идентификатор."
        en "the id “{id}” is taken: {other}"
           "Choose another id."
    DuplicateAddress "duplicate-address" Error
        ru "адрес {address} уже занят: {other}"
           "Дайте записи другой идентификатор."
        en "the address {address} is taken: {other}"
           "Give the record another id."
    PeriodOrder "period-order" Error
        ru "период кончается раньше, чем начинается"
           "Поменяйте местами from и to или исправьте год."
        en "the period ends before it begins"
           "Swap from and to, or correct the year."
    DeadlineUnread "deadline-unread" Warning
        ru "срок «{value}» не удалось понять: он не попадёт в календарь"
           "Пишите как в документах: «декабрь 2021 г.», «до 25 января 2022 г.», «ежеквартально», «постоянно»."
        en "the deadline “{value}” is not understood and will not reach calendars"
           "Write it as documents do: «декабрь 2021 г.», «до 25 января 2022 г.», «ежеквартально», «постоянно»."
    RowsTwice "rows-twice" Error
        ru "строки таблицы заданы и в паспорте, и в файле «{other}»"
           "Оставьте их в одном месте."
        en "the rows are given both in the front matter and in “{other}”"
           "Keep them in one place."
    UnknownTrack "unknown-track" Error
        ru "строка относится к стороне «{track}», которой нет в tracks"
           "Добавьте её в tracks дорожной карты или исправьте строку."
        en "the row belongs to track “{track}”, which is not among the roadmap's tracks"
           "Add it to the roadmap's tracks, or correct the row."

    // Schemas, vocabularies, configuration
    ConfigMissing "config-missing" Error
        ru "нет файла portal.yaml"
           "Создайте его командой metod init или запустите metod из папки портала (--root)."
        en "there is no portal.yaml"
           "Make one with metod init, or run metod from the portal's folder (--root)."
    UnknownCode "unknown-code" Error
        ru "в severities указан неизвестный код «{value}»"
           "Возьмите код из сообщений metod check.{suggestion}"
        en "severities names an unknown code “{value}”"
           "Take a code from the messages of metod check.{suggestion}"
    FixedSeverity "fixed-severity" Warning
        ru "«{value}» остаётся ошибкой"
           "Ослабить можно предупреждения и неверные ссылки: с другими ошибками портал не опубликовать. Уберите эту строку."
        en "“{value}” stays an error"
           "Warnings and wrong links can be weakened: with other errors nothing can be published. Remove this line."
    UnknownLanguage "unknown-language" Warning
        ru "языка «{lang}» нет в languages портала: запись не публикуется"
           "Добавьте язык в portal.yaml или исправьте имя файла (имя.en.md) либо поле lang."
        en "the portal's languages do not include “{lang}”: the record is not published"
           "Add the language to portal.yaml, or correct the file's name (name.en.md) or the field lang."
    UnknownTheme "unknown-theme" Error
        ru "папки themes/{value} нет"
           "Исправьте имя темы или уберите строку theme.{suggestion}"
        en "there is no folder themes/{value}"
           "Correct the theme's name, or remove the line theme.{suggestion}"
    TemplateError "template-error" Error
        ru "ошибка в теме: {reason}"
           "Исправьте файл темы; что доступно шаблонам, сказано в themes/default/README.md."
        en "mistake in the theme: {reason}"
           "Correct the file; themes/default/README.md tells what templates may use."

    // Bodies
    Script "script" Error
        ru "в тексте есть то, что выполнилось бы у читателя: {value}"
           "Уберите его: сценарии, обработчики и встроенные страницы не публикуются."
        en "the text holds what would run in a reader's browser: {value}"
           "Remove it: scripts, handlers and embedded pages are not published."
    UnsafeUrl "unsafe-url" Error
        ru "такие адреса не публикуются: {value}"
           "Допустимы https:, http:, mailto:, tel: и ссылки внутри портала."
        en "such addresses are not published: {value}"
           "https:, http:, mailto:, tel: and links within the portal are allowed."
    RawHtml "raw-html" Warning
        ru "разметка HTML убрана: {value}"
           "Пишите разметкой Markdown; перенос строки — обратная косая черта «\\» или два пробела в конце строки."
        en "HTML markup is left out: {value}"
           "Use Markdown; a line break is a backslash or two spaces at the end of the line."
    BidiControl "bidi-control" Error
        ru "в тексте есть невидимый знак смены направления письма ({value})"
           "Удалите его: с ним читатель видит не то, что написано."
        en "the text holds an invisible direction mark ({value})"
           "Delete it: with it readers see something other than what is written."
    TooDeep "too-deep" Warning
        ru "слишком глубокая вложенность списков и цитат"
           "Уменьшите вложенность: глубже показано простым текстом."
        en "lists and quotes are nested too deeply"
           "Reduce the nesting: what lies deeper is shown as plain text."
    BrokenLink "broken-link" Error
        ru "ссылка ведёт в никуда: «{target}»"
           "Укажите путь к файлу записи (../documents/имя.md), «коллекция:идентификатор» или файл из папки этой записи.{suggestion}"
        en "the link leads nowhere: “{target}”"
           "Give the path of a record's file (../documents/name.md), “collection:id” or a file of this record's folder.{suggestion}"
    DraftLink "draft-link" Warning
        ru "ссылка ведёт на черновик «{target}»: на сайте она станет простым текстом"
           "Опубликуйте черновик или уберите ссылку."
        en "the link leads to the draft “{target}”: on the site it becomes plain text"
           "Publish the draft or remove the link."
    BrokenAnchor "broken-anchor" Error
        ru "на странице «{page}» нет места «#{anchor}»"
           "Возьмите якорь существующего заголовка или пункта.{suggestion}"
        en "the page “{page}” has no anchor “#{anchor}”"
           "Take the anchor of an existing heading or clause.{suggestion}"
    BrokenImage "broken-image" Error
        ru "рисунка «{target}» нет"
           "Положите файл рядом с текстом записи (папка записи с index.md) и укажите его имя.{suggestion}"
        en "there is no picture “{target}”"
           "Put the file beside the record's text (a folder with index.md) and give its name.{suggestion}"
    RemoteImage "remote-image" Warning
        ru "рисунок «{target}» лежит на чужом сервере и не показывается"
           "Положите его в папку записи: портал ничего не загружает со стороны."
        en "the picture “{target}” lies on a foreign server and is not shown"
           "Put it into the record's folder: the portal loads nothing from elsewhere."
    ImageAlt "image-alt" Warning
        ru "у рисунка нет описания"
           "Напишите в квадратных скобках, что на нём: ![Схема урока](shema.png). Его прочтёт программа экранного доступа."
        en "the picture has no description"
           "Say in the brackets what it shows: ![Plan of the lesson](plan.png). Screen readers read it."
    HeadingLevel "heading-level" Warning
        ru "уровень заголовка: нужен {expected}, а здесь {found}"
           "Начинайте с «##» и не пропускайте уровней."
        en "heading level: {expected} is needed, found {found}"
           "Start with “##” and skip no level."
    HeadingEmpty "heading-empty" Warning
        ru "пустой заголовок"
           "Напишите заголовок или удалите строку."
        en "empty heading"
           "Write the heading or delete the line."
    AnchorTwice "anchor-twice" Error
        ru "якорь «{anchor}» занят другим местом этой страницы"
           "Дайте заголовку другой якорь."
        en "the anchor “{anchor}” is taken by another place of this page"
           "Give the heading another anchor."
    LinkText "link-text" Warning
        ru "по словам «{value}» не понять, куда ведёт ссылка"
           "Назовите цель ссылки: так её понимают и поиск, и программы экранного доступа."
        en "the words “{value}” do not tell where the link leads"
           "Name the target: search and screen readers rely on it."
    LinkEmpty "link-empty" Warning
        ru "у ссылки нет слов: её не увидят и не нажмут"
           "Напишите в квадратных скобках, куда она ведёт."
        en "the link has no words: nobody can see or follow it"
           "Say in the square brackets where it leads."
    BrokenFootnote "broken-footnote" Warning
        ru "сноски «{label}» нет"
           "Добавьте её текст: [^{label}]: …"
        en "there is no footnote “{label}”"
           "Add its text: [^{label}]: …"
    UnusedFootnote "unused-footnote" Warning
        ru "на сноску «{label}» ничто не ссылается, и она не показана"
           "Поставьте в тексте [^{label}] или удалите сноску."
        en "nothing refers to the footnote “{label}”, and it is not shown"
           "Put [^{label}] into the text or delete the footnote."
    ClauseNumbering "clause-numbering" Warning
        ru "нумерация пунктов: ожидался {expected}, а здесь {found}"
           "Исправьте номер: на пункты ссылаются по номерам."
        en "numbering of clauses: {expected} was expected, found {found}"
           "Correct the number: clauses are cited by their numbers."
    UndeclaredBlank "undeclared-blank" Error
        ru "пропуск «{name}» не описан в blanks"
           "Опишите его: blanks: [{id: {name}, label: …, type: text}].{suggestion}"
        en "the blank “{name}” is not declared in blanks"
           "Declare it: blanks: [{id: {name}, label: …, type: text}].{suggestion}"
    UnusedBlank "unused-blank" Warning
        ru "пропуск «{name}» описан, но в тексте его нет"
           "Поставьте {{{name}}} в текст или уберите описание."
        en "the blank “{name}” is declared and never used"
           "Put {{{name}}} into the text or remove the declaration."

    // Behaviours
    BandsGap "bands-gap" Error
        ru "значениям {range} не соответствует ни один уровень"
           "Уровни идут подряд: следующий начинается на единицу выше конца предыдущего, первый — с нуля."
        en "no band covers {range}"
           "Bands follow each other: the next begins one above the end of the last, the first at zero."
    BandOrder "band-order" Error
        ru "уровень «{name}» кончается раньше, чем начинается"
           "Поменяйте местами from и to."
        en "the band “{name}” ends before it begins"
           "Swap from and to."
    BandsOverlap "bands-overlap" Error
        ru "уровни «{first}» и «{second}» пересекаются"
           "Каждое число баллов относится к одному уровню."
        en "the bands “{first}” and “{second}” overlap"
           "Every number of points belongs to one band."
    BandsMaximum "bands-maximum" Error
        ru "уровни кончаются на {found}, а наибольший возможный результат — {expected}"
           "Исправьте последний уровень или баллы вопросов."
        en "the bands end at {found}, but the highest possible result is {expected}"
           "Correct the last band or the points of the items."
    ScaleMissing "scale-missing" Error
        ru "у вопроса нет ни своих баллов, ни общей шкалы"
           "Задайте scale для всего листа или points у вопроса."
        en "the item has neither points of its own nor a common scale"
           "Give the sheet a scale, or the item points."
    PointsKind "points-kind" Error
        ru "баллы показателя задаются ровно одним способом, а здесь: {given}"
           "Оставьте один: presence, each, steps, sum или target."
        en "the indicator's points are given in exactly one way, here: {given}"
           "Keep one of presence, each, steps, sum or target."
    ReviewConflict "review-conflict" Warning
        ru "эксперт «{expert}» связан с автором практики «{practice}»"
           "Поручите экспертизу другому: эксперт не может быть автором, из его организации или её учредителя."
        en "the expert “{expert}” is bound to the author of the practice “{practice}”"
           "Ask another expert: not the author, nor of the author's organisation or its parent body."
    ReviewScore "review-score" Error
        ru "оценка «{criterion}»: «{value}» — не число от 1 до {max}"
           "Поставьте оценку по шкале от 1 до {max}."
        en "the score “{criterion}”: “{value}” is no number from 1 to {max}"
           "Give a score on the scale from 1 to {max}."
    ReviewsFew "reviews-few" Warning
        ru "у практики «{practice}» экспертных листов: {found} из {wanted}"
           "До полного числа листов уровень практики не присваивается."
        en "the practice “{practice}” has {found} of {wanted} review sheets"
           "It gets no level before all of them are there."
    LoadLimit "load-limit" Warning
        ru "за методистом закреплено педагогов: {found}, а допускается не больше {max}"
           "Распределите педагогов между методистами."
        en "the methodist has {found} teachers, more than the {max} allowed"
           "Share the teachers among methodists."
    ContactsWithheld "contacts-withheld" Warning
        ru "контакты «{id}» ({fields}) не публикуются: {reason}"
           "Внесите в consents.yaml действующее согласие на распространение: оператор, цель, перечень данных, срок."
        en "the contacts of “{id}” ({fields}) are not published: {reason}"
           "Record a valid consent to publication in consents.yaml: operator, purpose, list of data, term."
}

impl Code {
    /// True when a portal may make this error a warning: what a link misses is shown as plain text,
    /// so the page is safe and readable all the same. Everything else that is an error stays one.
    pub fn can_be_relaxed(self) -> bool {
        let link = matches!(self, Code::BrokenLink | Code::BrokenAnchor | Code::BrokenImage);
        link || self.severity() == Severity::Warning
    }

    /// The code named `id`.
    pub fn parse(id: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.id() == id)
    }
}
