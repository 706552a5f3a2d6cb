"""What letters say, by language: a file a language, a paragraph of phrases a signal.

A phrase is words between blanks, over text that ``reply_dates.fold`` has folded (small letters, no
accents):

    have|has paid         one word or the other, then the next
    [already] paid        a word that may be missing
    credit_note           words that belong together, as one alternative
    install*              all words that begin so
    payment .. made       up to six other words in between
    ^stop$                nothing else stands in the clause

In Chinese, which has no blanks, ``..`` stands for up to twelve signs.
"""

from . import reply_words_de as de
from . import reply_words_en as en
from . import reply_words_es as es
from . import reply_words_fr as fr
from . import reply_words_zh as zh
from .reply_phrases import compile_dense, compile_spaced

#: By language, and by signal: an expression.
WORDS = {
    "en": compile_spaced(en.PHRASES),
    "de": compile_spaced(de.PHRASES),
    "fr": compile_spaced(fr.PHRASES),
    "es": compile_spaced(es.PHRASES),
    "zh": compile_dense(zh.PHRASES),
}
#: The commonest words, by which a language is known.
COMMON = {
    "en": en.COMMON.split(),
    "de": de.COMMON.split(),
    "fr": fr.COMMON.split(),
    "es": es.COMMON.split(),
}
