### Interface of the default theme. One file a language; a portal overrides single messages
### in themes/<name>/locales/ru.ftl. Templates call them as t(key="…", count=…).

## Every page
skip-to-content = Перейти к содержанию
breadcrumbs = Где вы находитесь
menu = Меню
nav-main = Разделы портала
demo-site = Демонстрация: часть данных вымышлена
print-footer = { $title } · { $date }
page-updated = Обновлено { $date }
page-created = опубликовано { $date }
page-history = История изменений
page-edit = Предложить правку
page-report = Сообщить об ошибке
as-of = Данные на { $date }
foot-source = Исходные тексты портала
show-all = Показать все
print = Распечатать

## Search
search-label = Поиск по порталу
search-placeholder = Тема, документ, фамилия
search-button = Найти
search-title = Поиск
search-noscript = Поиск работает, когда в браузере включён JavaScript. Без него материалы можно найти по разделам ниже.
search-browse = Все разделы

## The search in the browser. Names that begin with find- are given to the scripts: { $query }, { $typed },
## { $read }, { $label } are filled in there.
find-suggestions = Подсказки
find-collection = Раздел
find-language = Язык
find-loading = Загружаем поиск…
find-searching = Ищем…
find-count =
    { $count ->
        [one] Нашёлся { $count } материал
        [few] Нашлось { $count } материала
       *[many] Нашлось { $count } материалов
    }
find-count-least =
    { $count ->
        [one] Нашёлся хотя бы { $count } материал
        [few] Нашлось не меньше { $count } материалов
       *[many] Нашлось не меньше { $count } материалов
    }
find-none = Ничего не нашлось
find-sort = Порядок
find-sort-relevance = сначала самые подходящие
find-sort-date = сначала новые
find-sort-level = сначала с высокой оценкой экспертов
find-more = Показать ещё
find-more-values = Ещё { $count }
find-facets-rest = Другие фильтры
find-remove = Убрать фильтр «{ $label }»
find-clear = Сбросить все фильтры
find-layout = Похоже, включена другая раскладка: { $typed } → { $read }.
find-read = Показаны результаты для «{ $read }».
find-literal = Искать буквально «{ $typed }»
find-nothing = По запросу «{ $query }» ничего не нашлось
find-nothing-filtered = С выбранными фильтрами ничего не нашлось
find-try-spelling = Проверьте, нет ли в словах опечаток.
find-try-shorter = Оставьте одно или два главных слова: окончания не важны.
find-try-other = Назовите то же иначе: «анкета» вместо «опросный лист», «ФГОС» вместо «стандарт».
find-maybe = Возможно, вы ищете:
find-near = Похожие темы
find-ask = Кого спросить
find-ask-subject = Методисты: { $label }
find-ask-everybody = Все методисты
find-ask-mail = Написать нам:
find-recent = Недавние запросы
find-recent-clear = Забыть запросы
find-recent-note = Запросы хранятся только на этом устройстве и никуда не отправляются.
find-simple = Пока работает простой поиск: по началу слов в названиях и кратких описаниях, без фильтров.
find-simple-wasm = Полный поиск в этом браузере недоступен.
find-simple-failed = Полный поиск не загрузился.
find-simple-version = Портал обновился, пока эта страница была открыта.
find-retry = Попробовать снова
find-reload = Обновить страницу
find-lost = Часть данных поиска не загрузилась: показано, возможно, не всё.
find-later = Поиск готовится: результаты появятся через несколько секунд.
find-failed = Поиск не загрузился. Проверьте связь и попробуйте снова или выберите раздел ниже.

## Theme and the version for the visually impaired
theme-dark = Тёмная тема
a11y-on = Версия для слабовидящих
a11y-short = Для слабовидящих
a11y-title = Настройки версии для слабовидящих
a11y-size = Размер шрифта
a11y-spacing = Интервалы
a11y-spacing-normal = обычные
a11y-spacing-wide = увеличенные
a11y-spacing-widest = большие
a11y-scheme = Цвета
a11y-scheme-bw = чёрным по белому
a11y-scheme-wb = белым по чёрному
a11y-scheme-blue = тёмно-синим по голубому
a11y-images = Изображения
a11y-images-on = показывать
a11y-images-off = скрыть
a11y-off = Обычная версия

## Home
home-search-label = Что вы ищете?
home-search-examples = Например:
home-collections = Разделы
home-latest = Новое и обновлённое
home-systems = Региональные системы

## Lists
facets-open = Фильтры
facets-title = Отбор записей
facet-more = Ещё { $count }
filters-active = Выбранные фильтры
filter-remove = Убрать фильтр «{ $label }»
filters-clear = Сбросить все фильтры
list-none = Ничего не найдено
list-total =
    { $count ->
        [one] { $count } запись
        [few] { $count } записи
       *[many] { $count } записей
    }
list-shown =
    { $count ->
        [one] Показаны { $from }–{ $to } из { $count } записи
       *[many] Показаны { $from }–{ $to } из { $count } записей
    }
list-sort = Порядок: { $sort }
download-xlsx = Таблица Excel
download-csv = Таблица CSV
download-ics = В календарь
list-downloads = Скачать список:
list-empty = В этом разделе пока нет записей.
list-empty-filtered = Под выбранные фильтры ничего не подходит. Уберите один из них или начните сначала.
list-add = Предложить запись
pager = Страницы списка
pager-prev = Назад
pager-next = Дальше
pager-page = Страница

## Record
toc = На этой странице
passport = Паспорт
demo-record = Демонстрационная запись
attachments = Файлы
revisions = Редакции
revision-current = действует
sources = Источники
related = Смотрите также
results = Что изменилось
results-before = Было:
results-after = Стало:
results-sample = Выборка: { $n }
results-source = Источник: { $source }

## Review of practices
review = Экспертиза
review-experts =
    { $count ->
        [0] Экспертных заключений пока нет.
        [one] { $count } экспертное заключение.
        [few] { $count } экспертных заключения.
       *[many] { $count } экспертных заключений.
    }
review-mean = Средний балл: { $mean } из { $max }.
review-total = { $total } из { $max } баллов

## Documents
doc-about = О документе
doc-adopted = Документ от { $date }.
doc-adopted-number = Документ от { $date } № { $number }.
doc-number = Документ № { $number }.
doc-supersedes = Заменяет:
doc-superseded-by = Документ заменён. Новая редакция:
doc-basis = Основания
blanks =
    { $count ->
        [one] Заполнить бланк: { $count } поле
        [few] Заполнить бланк: { $count } поля
       *[many] Заполнить бланк: { $count } полей
    }
blanks-hint = Вписанное сразу появится в тексте документа и на печати. Данные остаются в вашем браузере и никуда не отправляются.
blank-required = (обязательно)
blank-example = Например: { $example }
blank-choose = Выберите
blanks-clear = Очистить поля

## Roadmaps
roadmap-period = Срок реализации: { $period }
roadmap-no = №
roadmap-activity = Мероприятие
roadmap-term = Срок
roadmap-responsible = Ответственные
roadmap-executors = Исполнители
roadmap-result = Результат
roadmap-format = Форма
roadmap-note = Примечание
roadmap-late = Просрочено
roadmap-track-none = Мероприятий нет

## Instruments
sheet-no = №
sheet-item-questionnaire = Вопрос
sheet-item-observation = Что наблюдаем
sheet-item-self-check = Утверждение
sheet-points = Баллы
sheet-hint = Лист можно заполнить прямо здесь и распечатать или распечатать пустым. Ответы остаются в вашем браузере и никуда не отправляются.
sheet-section-total = Итого по разделу
sheet-total = Итог
sheet-of = из { $max }
sheet-bands = Оценка по сумме баллов
sheet-band-range = Сумма
sheet-band-level = Уровень
sheet-difficulties = Где нужна помощь
sheet-difficulties-hint = По этим темам портал подскажет практики, программы и методистов.
sheet-clear = Очистить ответы
points =
    { $count ->
        [one] { $count } балл
        [few] { $count } балла
       *[many] { $count } баллов
    }

## Indicators
indicator-no = №
indicator-text = Показатель
indicator-points = Баллы
indicator-threshold = Порог
indicator-actual = Факт
indicator-source = Источник: { $source }

## People, organizations, municipalities
person-about = О методисте
person-subjects = Предметы и направления
person-load = Закреплено педагогов: { $teachers } (не более { $limit })
person-load-label = Загрузка методиста
person-load-over = выше нормы
contacts = Контакты
contacts-withheld = Контакты не опубликованы: нет согласия на их распространение. Обратитесь в организацию, в которой работает методист.
contacts-ask = Как обратиться
org-path = Кому подчиняется
org-functions = Чем занимается
org-children = Входят в состав
org-people = Методисты
municipality-organizations = Организации

## No such page
notfound-title = Страница не найдена
notfound-text = Возможно, её переименовали или адрес набран с ошибкой.
notfound-search = Найти через поиск
notfound-home = Перейти на главную
notfound-write = Написать нам:

## The development server's page of mistakes
error-title =
    { $count ->
        [0] Портал не собран
        [one] Портал не собран: { $count } ошибка
        [few] Портал не собран: { $count } ошибки
       *[many] Портал не собран: { $count } ошибок
    }
error-text = Исправьте ошибки и сохраните файлы: страница обновится сама.
error-warnings =
    { $count ->
        [one] Кроме того, { $count } предупреждение.
        [few] Кроме того, { $count } предупреждения.
       *[many] Кроме того, { $count } предупреждений.
    }
severity-error = ошибка
severity-warning = предупреждение
severity-info = замечание

## Words that the build puts into its contexts
nav-home = Главная
page-n = страница { $n }
demo-badge = Демо
yes = да
no = нет
of-date = от { $date }
years = { $range } гг.
since = с { $date }
until = до { $date }
sort-newest = сначала новые
sort-title = по алфавиту
sort-system = по системам
doc-lapsed = Утратил силу { $date }
doc-from = Вступит в силу { $date }
doc-until = Действует до { $date }
doc-since = Действует с { $date }
rows-all = Мероприятий
rows-done = Выполнено
rows-late = Просрочено
unit-points = баллов
points-presence = { $value } за наличие
points-each = { $value } за каждый
points-target = { $value } за достижение цели года
points-from = от { $value }
points-max = , не больше { $value }
sheet-teacher = Учитель
sheet-lesson = Класс, предмет, тема
sheet-date = Дата
sheet-observer = Кто наблюдает
sheet-name = Имя
sheet-school = Организация
count-teachers = Педагогов
count-practices = Практик
count-methodists = Методистов
count-organizations = Организаций
support = Экспертиза
