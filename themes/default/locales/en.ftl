### Interface of the default theme in English. Keys are those of ru.ftl.

## Every page
skip-to-content = Skip to main content
breadcrumbs = You are here
menu = Menu
nav-main = Sections of the portal
demo-site = Demonstration: some of the data are invented
print-footer = { $title } · { $date }
page-updated = Updated { $date }
page-created = published { $date }
page-history = History of changes
page-edit = Suggest a change
page-report = Report a mistake
as-of = Data as of { $date }
foot-source = Source of the portal
show-all = Show all
print = Print

## Search
search-label = Search the portal
search-placeholder = Topic, document, name
search-button = Search
search-title = Search
search-noscript = Search needs JavaScript. Without it, browse the sections below.
search-browse = All sections

## The search in the browser. Names that begin with find- are given to the scripts: { $query }, { $typed },
## { $read }, { $label } are filled in there.
find-suggestions = Suggestions
find-collection = Section
find-language = Language
find-loading = Loading the search…
find-searching = Searching…
find-count =
    { $count ->
        [one] { $count } result
       *[other] { $count } results
    }
find-count-least =
    { $count ->
        [one] At least { $count } result
       *[other] At least { $count } results
    }
find-none = Nothing found
find-sort = Sort by
find-sort-relevance = best match
find-sort-date = newest first
find-sort-level = best reviewed first
find-more = Show more
find-more-values = { $count } more
find-facets-rest = More filters
find-remove = Remove filter “{ $label }”
find-clear = Clear all filters
find-layout = It looks as if another keyboard layout was on: { $typed } → { $read }.
find-read = Showing results for “{ $read }”.
find-literal = Search for “{ $typed }” as typed
find-nothing = Nothing found for “{ $query }”
find-nothing-filtered = Nothing found with these filters
find-try-spelling = Check the spelling.
find-try-shorter = Keep one or two main words; their endings do not matter.
find-try-other = Say the same in other words: “survey” for “questionnaire”.
find-maybe = Did you mean:
find-near = Similar topics
find-ask = Whom to ask
find-ask-subject = Methodists: { $label }
find-ask-everybody = All methodists
find-ask-mail = Write to us:
find-recent = Recent searches
find-recent-clear = Forget them
find-recent-note = They are kept on this device only and sent nowhere.
find-simple = A simple search works meanwhile: by the beginnings of words in titles and summaries, without filters.
find-simple-wasm = The full search is not available in this browser.
find-simple-failed = The full search could not be loaded.
find-simple-version = The portal was updated while this page was open.
find-retry = Try again
find-reload = Reload the page
find-lost = Some data of the search could not be loaded: results may be missing.
find-later = The search is being prepared: results will appear in a few seconds.
find-failed = The search could not be loaded. Check the connection and try again, or choose a section below.

## Theme and the version for the visually impaired
theme-dark = Dark theme
a11y-on = Low-vision version
a11y-short = Low vision
a11y-title = Settings of the low-vision version
a11y-size = Text size
a11y-spacing = Spacing
a11y-spacing-normal = normal
a11y-spacing-wide = wide
a11y-spacing-widest = widest
a11y-scheme = Colours
a11y-scheme-bw = black on white
a11y-scheme-wb = white on black
a11y-scheme-blue = dark blue on light blue
a11y-images = Images
a11y-images-on = show
a11y-images-off = hide
a11y-off = Standard version

## Home
home-search-label = What are you looking for?
home-search-examples = For example:
home-collections = Sections
home-latest = New and updated
home-systems = Regional systems

## Lists
facets-open = Filters
facets-title = Narrow the list
facet-more = { $count } more
filters-active = Filters in use
filter-remove = Remove filter “{ $label }”
filters-clear = Clear all filters
list-none = Nothing found
list-total =
    { $count ->
        [one] { $count } record
       *[other] { $count } records
    }
list-shown = Showing { $from }–{ $to } of { $count } records
list-sort = Order: { $sort }
download-xlsx = Excel table
download-csv = CSV table
download-ics = To the calendar
list-downloads = Download the list:
list-empty = There are no records in this section yet.
list-empty-filtered = No record matches these filters. Remove one of them or start again.
list-add = Suggest a record
pager = Pages of the list
pager-prev = Previous
pager-next = Next
pager-page = Page

## Record
toc = On this page
passport = Details
demo-record = Demonstration record
attachments = Files
revisions = Revisions
revision-current = in force
sources = Sources
related = See also
results = What changed
results-before = Before:
results-after = After:
results-sample = Sample: { $n }
results-source = Source: { $source }

## Review of practices
review = Expert review
review-experts =
    { $count ->
        [0] No expert reviews yet.
        [one] { $count } expert review.
       *[other] { $count } expert reviews.
    }
review-mean = Mean score: { $mean } of { $max }.
review-total = { $total } of { $max } points

## Documents
doc-about = About the document
doc-adopted = Document of { $date }.
doc-adopted-number = Document of { $date } No. { $number }.
doc-number = Document No. { $number }.
doc-supersedes = Replaces:
doc-superseded-by = This document has been replaced. Current revision:
doc-basis = Legal basis
blanks =
    { $count ->
        [one] Fill in the form: { $count } field
       *[other] Fill in the form: { $count } fields
    }
blanks-hint = What you enter appears at once in the text and in print. It stays in your browser and is sent nowhere.
blank-required = (required)
blank-example = For example: { $example }
blank-choose = Choose
blanks-clear = Clear the fields

## Roadmaps
roadmap-period = Period: { $period }
roadmap-no = No.
roadmap-activity = Activity
roadmap-term = Term
roadmap-responsible = Responsible
roadmap-executors = Carried out by
roadmap-result = Result
roadmap-format = Format
roadmap-note = Note
roadmap-late = Overdue
roadmap-track-none = No activities

## Instruments
sheet-no = No.
sheet-item-questionnaire = Question
sheet-item-observation = What to observe
sheet-item-self-check = Statement
sheet-points = Points
sheet-hint = Fill the sheet in here and print it, or print it empty. Your answers stay in your browser and are sent nowhere.
sheet-section-total = Section total
sheet-total = Total
sheet-of = of { $max }
sheet-bands = What the sum of points means
sheet-band-range = Sum
sheet-band-level = Level
sheet-difficulties = Where help is needed
sheet-difficulties-hint = For these topics the portal has practices, programmes and methodists.
sheet-clear = Clear the answers
points =
    { $count ->
        [one] { $count } point
       *[other] { $count } points
    }

## Indicators
indicator-no = No.
indicator-text = Indicator
indicator-points = Points
indicator-threshold = Threshold
indicator-actual = Actual
indicator-source = Source: { $source }

## People, organizations, municipalities
person-about = About the methodist
person-subjects = Subjects and areas
person-load = Teachers attached: { $teachers } (at most { $limit })
person-load-label = Load of the methodist
person-load-over = over the limit
contacts = Contacts
contacts-withheld = Contacts are not published: there is no consent to their publication. Please ask the methodist’s organisation.
contacts-ask = How to ask
org-path = Part of
org-functions = What it does
org-children = Subordinate bodies
org-people = Methodists
municipality-organizations = Organisations

## No such page
notfound-title = Page not found
notfound-text = It may have been renamed, or the address may be mistyped.
notfound-search = Search the portal
notfound-home = Go to the home page
notfound-write = Write to us:

## The development server's page of mistakes
error-title =
    { $count ->
        [0] The portal was not built
        [one] The portal was not built: { $count } error
       *[other] The portal was not built: { $count } errors
    }
error-text = Correct the mistakes and save the files: this page reloads by itself.
error-warnings =
    { $count ->
        [one] There is also { $count } warning.
       *[other] There are also { $count } warnings.
    }
severity-error = error
severity-warning = warning
severity-info = remark

## Words that the build puts into its contexts
nav-home = Home
page-n = page { $n }
demo-badge = Demo
yes = yes
no = no
of-date = of { $date }
years = { $range }
since = since { $date }
until = until { $date }
sort-newest = newest first
sort-title = alphabetical
sort-system = by system
doc-lapsed = Lapsed on { $date }
doc-from = In force from { $date }
doc-until = In force until { $date }
doc-since = In force since { $date }
rows-all = Activities
rows-done = Done
rows-late = Overdue
unit-points = points
points-presence = { $value } for presence
points-each = { $value } for each
points-target = { $value } for reaching the year's target
points-from = from { $value }
points-max = , at most { $value }
sheet-teacher = Teacher
sheet-lesson = Class, subject, topic
sheet-date = Date
sheet-observer = Observer
sheet-name = Name
sheet-school = Organisation
count-teachers = Teachers
count-practices = Practices
count-methodists = Methodists
count-organizations = Organisations
support = Expert review
