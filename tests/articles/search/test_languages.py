"""Words are found as they stand in a title, in whatever language, and as people type them."""

import unicodedata
from typing import Literal

import hypothesis
import pytest
from django.test import Client
from hypothesis import strategies as st

from articles.models import Article
from articles.search import search
from tests.support.make import delete_articles, make_article

pytestmark = pytest.mark.django_db

TITLES = {
    "Amharic": "አዲሱ ጀልባ ወደ ወደብ ደረሰ",
    "Arabic": "وَصَلَتِ السَّفِينَةُ إِلَى المِينَاءِ الجديد",
    "Armenian": "Նոր նավը հասավ նավահանգիստ",
    "Bengali": "নতুন জাহাজ বন্দরে পৌঁছেছে",
    "Burmese": "သင်္ဘောသစ် ဆိပ်ကမ်းသို့ ရောက်ရှိ",
    "Chinese": "海港渡轮恢复服务 周一开始售票",
    "Czech": "Nový přívoz dorazil do přístavu před půlnocí",
    "Danish": "Færgen ved Ærø sejler på øresund igen",
    "English": "The ferry’s licences: O’Neil and co-owners (AI/ML) paid £3.50",
    "French": "Le bac reprend son œuvre à l’aube, où naît l’été",
    "Georgian": "ახალი გემი პორტში შემოვიდა",
    "German": "Die Straße am Hafen heißt jetzt Fährweg, süße Größen",
    "Greek": "Το ΠΛΟΊΟ έφτασε στο λιμάνι ΛΌΓΟΣ τέλος ὁδός",
    "Gujarati": "નવું જહાજ બંદર પર પહોંચ્યું",
    "Hebrew": "הַסְּפִינָה הגיעה לנמל החדש",
    "Hindi": "नई नौका बंदरगाह पर पहुँची क़ानून हिन्दी",
    "Hungarian": "Új hajó érkezett a kikötőbe, őrült tűzoltó",
    "Icelandic": "Ný ferja þeirra kom á höfnina í gær, ið",
    "Japanese": "フェリーがが港にもどる データベース 新しい船",
    "Kannada": "ಹೊಸ ಹಡಗು ಬಂದರಿಗೆ ಬಂದಿತು",
    "Kazakh": "Жаңа кеме айлаққа келді, ұзақ құрық",
    "Khmer": "កប៉ាល់ថ្មីបានមកដល់កំពង់ផែ",
    "Korean": "서울 여객선 항구에 도착",
    "Lao": "ເຮືອໃໝ່ມາຮອດທ່າເຮືອແລ້ວ",
    "Malayalam": "പുതിയ കപ്പൽ തുറമുഖത്ത് എത്തി",
    "Persian": "کشتی جدید می‌رود به بندر آزادی",
    "Polish": "Łódka wraca do portu, źdźbło, święto żeglarzy",
    "Portuguese": "A balsa não atracou na estação de São João",
    "Russian": "Новый район порта открыт, ещё один причал",
    "Spanish": "El niño llegó al muelle: ¿qué pasó mañana?",
    "Tamil": "புதிய கப்பல் துறைமுகத்தை அடைந்தது",
    "Telugu": "కొత్త ఓడ ఓడరేవుకు చేరుకుంది",
    "Thai": "เรือข้ามฟากกลับมาที่ท่าเรือแล้ว น้ำท่วม",
    "Turkish": "Yeni gemi İstanbul limanına ulaştı, DIŞ ılık ığdır",
    "Ukrainian": "Пам’ять про їжака й ґанок, знаʼє",
    "Urdu": "نئی کشتی بندرگاہ پر پہنچ گئی",
    "Vietnamese": "Tàu mới đã cập bến cảng, đường phố Hà Nội",
    "Yoruba": "Ọkọ̀ ojú omi tuntun dé èbúté",
}
# Of these, whatever stands between spaces is found by any part of it.
UNSPACED = ("Burmese", "Chinese", "Japanese", "Khmer", "Lao", "Thai")
CASES = [(language, word) for language, title in TITLES.items() for word in title.split()]


def finds(text: str) -> list[str]:
    titles = dict(Article.objects.values_list("pk", "title"))
    return [titles[key] for key in search(text, Article.objects.published())]


@pytest.mark.parametrize("language", TITLES)
def test_each_word_of_a_title_is_found_as_it_stands_and_in_other_forms(language: str) -> None:
    title = TITLES[language]
    make_article(title=title)
    make_article(title="Qqq")
    for word in title.split():
        for typed in (
            word,
            word.upper(),
            word.lower(),
            f'"{word}"',
            *(unicodedata.normalize(form, word) for form in ("NFC", "NFD", "NFKC", "NFKD")),
        ):
            assert finds(typed) == [title], typed
    assert finds(title[:100]) == [title]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("language", TITLES)
def test_title_in_either_form_of_unicode_is_found(language: str, form: Literal["NFC", "NFD"]) -> None:
    title = unicodedata.normalize(form, TITLES[language])
    make_article(title=title)
    for word in TITLES[language].split():
        assert finds(word) == [title], word


@pytest.mark.parametrize("language", UNSPACED)
def test_words_without_spaces_are_found_anywhere(language: str) -> None:
    title = TITLES[language]
    make_article(title=title)
    make_article(title="Qqq")
    for run in title.split():
        for start in range(len(run)):
            for end in range(start + 1, len(run) + 1):
                # No word begins with a mark or ends before one.
                if not any(unicodedata.category(one)[0] == "M" for one in run[start] + run[end : end + 1]):
                    assert finds(run[start:end]) == [title], run[start:end]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Straße", "strasse"),
        ("Strasse", "straße"),
        ("Œuvre", "oeuvre"),
        ("Oeuvre", "œuvre"),
        ("Łódka", "lodka"),
        ("Lodka", "łódka"),
        ("Færge", "faerge"),
        # A circle around a letter, and the sign around a Slavonic one that makes it thousands.
        ("Gleis B\u20dd2", "b2"),
        ("Га\u0488ле", "гале"),
        ("Ørsted", "orsted"),
        ("Þingvellir", "thingvellir"),
        ("ΠΛΟΊΟ", "πλοιο"),
        ("λόγος", "ΛΟΓΟΣ"),
        ("ガイド", "ｶﾞｲﾄﾞ"),
        ("ﾌｪﾘｰ", "フェリー"),
        ("كِتَاب", "كتاب"),
        ("كـتـاب", "كتاب"),
        ("شَلוֹם", "شَلוֹם"),
        ("שָׁלוֹם", "שלום"),
        ("ｆｅｒｒｙ", "ferry"),
        ("١٢٣٤", "1234"),
        ("co\u00adoperate", "cooperate"),
        ("می‌رود", "میرود"),
        ("کتاب", "كتاب"),
        ("Diyarbakır", "DIYARBAKIR"),
        ("İzmir", "izmir"),
        ("10 km²", "km2"),
        ("Пам’ять", "памʼять"),
        ("𠮷野家", "野家"),
        ("iPhone手机壳", "手机"),
        ("iPhone手机壳", "iphone手机"),
        ("第3期发布", "3期"),
    ],
)
def test_one_word_in_two_spellings_is_one(title: str, typed: str) -> None:
    make_article(title=title)
    assert finds(typed) == [title]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("ガイド", "カイド"),
        ("渡轮", "轮渡"),
        ("海港渡轮", "海轮"),
        ("हिन्दी", "हन्दी"),
        ("новый", "новая"),
        ("海港 渡轮", "港渡"),
    ],
)
def test_another_word_is_another(title: str, typed: str) -> None:
    make_article(title=title)
    assert finds(typed) == []


def test_phrase_holds_in_scripts_without_spaces() -> None:
    make_article(title="海港 渡轮")
    assert finds('"海港 渡轮"') == ["海港 渡轮"]
    assert finds('"渡轮 海港"') == []
    assert finds("渡轮 海港") == ["海港 渡轮"]


@hypothesis.settings(
    max_examples=60, deadline=None, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
@hypothesis.given(st.lists(st.sampled_from(CASES), min_size=1, max_size=6), st.data())
def test_any_words_side_by_side_are_found_each_and_together(
    chosen: list[tuple[str, str]], data: st.DataObject
) -> None:
    delete_articles(Article.objects.all())
    title = " ".join(word for _, word in chosen)
    make_article(title=title)
    asked = data.draw(st.lists(st.sampled_from([word for _, word in chosen]), min_size=1))
    assert finds(" ".join(asked)) == [title]
    assert finds(f'"{title}"') == [title]


@pytest.mark.parametrize(
    ("title", "typed", "marked"),
    [
        ("Neues aus Straße", "strasse", "<mark>Straße</mark>"),
        ("L’Œuvre", "oeuvre", "L’<mark>Œuvre</mark>"),
        ("海港渡轮恢复服务", "恢复", "海港渡轮<mark>恢复</mark>服务"),
        ("港海港渡轮", "港", "<mark>港</mark>海<mark>港</mark>渡轮"),
        ("ガイド", "ｶﾞｲ", "<mark>ガイ</mark>ド"),
        (
            unicodedata.normalize("NFD", "ガイド"),
            "ガ",
            f"<mark>{unicodedata.normalize('NFD', 'ガ')}</mark>{unicodedata.normalize('NFD', 'イド')}",
        ),
        (
            unicodedata.normalize("NFD", "한국 여객선"),
            "한국",
            f"<mark>{unicodedata.normalize('NFD', '한국')}</mark>",
        ),
        (
            unicodedata.normalize("NFD", "Café"),
            "cafe",
            f"<mark>{unicodedata.normalize('NFD', 'Café')}</mark>",
        ),
        ("كِتَابٌ", "كتاب", "<mark>كِتَابٌ</mark>"),
        ("ΛΌΓΟΣ τέλος", "λογος", "<mark>ΛΌΓΟΣ</mark> τέλος"),
        ("हिन्दी", "हिन्दी", "<mark>हिन्दी</mark>"),
        ("iPhone手机", "iphone", "<mark>iPhone</mark>手机"),
        ("„Fährweg“ – neu", "fahr", "„<mark>Fährweg</mark>“ – neu"),
        ("№ 5 ℃", "5", "№ <mark>5</mark> ℃"),
    ],
)
def test_what_was_found_is_marked_by_the_fold_that_found_it(
    client: Client, title: str, typed: str, marked: str
) -> None:
    make_article(title=title)
    assert marked in client.get("/search/", {"q": typed}).content.decode()
