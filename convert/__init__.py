"""zhaibian (摘编): Chinese text into finished editions.

The names of the interface: ``read``, ``apply``, ``write``, ``convert_file``, ``convert_many``, ``merge``, ``convert_merged`` (with ``Job``,
what to make).

The way of the data: bytes → Source → reader → Document → transforms → Document → writer → bytes. A module imports only from floors
below its own::

    compiled      what Python compiles at every start, kept
    deferred      libraries that libraries seldom use
    cli           the command line
    cli_batch     the commands for many sources
    arguments     what commands have in common
    printing      what commands print
    watch         folders that are watched
    cluster       work beyond this machine
    compiling     the hot modules into machine code
    runs          whole archives
    crew, supply  workers; the sources that names stand for
    work          one source of many
    state         what has been done
    storage       where sources and outputs lie
    filtering     a plain filter from script to script
    reviewing     what is doubtful in an edition, for an editor
    batch, check  many sources at once; is anything lost?
    volume        several sources in one
    serial        files that a story was cut into
    lint          slips of the pen
    counting      numbers that count through a text
    making        one source into all that a job asks for: convert_file
    api           read, apply, write; jobs
    options       options of readers and writers
    moment        the date that outputs state
    files         sources loaded, outputs written whole; only here and in api are files touched
    formats       the format table, the door to plug-ins
    readers       anchors, authors, belief, bodies, bold_heads, book, bylines, cells, chains, chapters, contents, corrections, couplets,
                  credits, days, depths, digest, divisions, docx, docx_counters, docx_drawings, docx_evidence, docx_fields, docx_file,
                  docx_formulas, docx_hand, docx_leaves, docx_lists, docx_numbering, docx_pieces, docx_plain, docx_properties,
                  docx_runs, docx_story, docx_styles, docx_symbols, docx_tables, docx_xml, drawn, entries, epub, epub_levels, epub_meta,
                  epub_notes, epub_package, epub_titles, extent, flat, flowing, forms, front_matter, handouts, header, heads, html,
                  html_article, html_blocks, html_inlines, html_main, html_meta, html_notes, html_tables, html_tree, joints, json,
                  labels, languages, leaves, levels, lines, markdown, markdown_html, markdown_signs, markdown_tables, marks, media,
                  nesting, official, outlines, package, pandoc, pandoc_blocks, pandoc_inlines, pandoc_meta, paragraphs, pictures,
                  profiles, reports, shapes, signatures, signs, spaces, stanzas, strokes, tables, tales, talk, text, titlepage, titles,
                  verse, webpages, wraps, xhtml, xhtml_inlines, xhtml_stream, xhtml_tree
    transforms    explained, hinted, merged, metadata, official, parallel, recognised, relabelled, review, speakers, titled,
                  traditional, unfolded
    writers       archive, cover, cover_lines, css, css_parts, docx, docx_blocks, docx_contents, docx_fonts, docx_geometry, docx_index,
                  docx_inline, docx_letterhead, docx_lines, docx_lists, docx_looks, docx_merge, docx_organisation, docx_package,
                  docx_pages, docx_pictures, docx_place, docx_room, docx_rows, docx_styles, docx_tables, docx_template, docx_title,
                  epub, epub_files, epub_fonts, epub_index, epub_nav, epub_pages, epub_profiles, impose, json, markup, ooxml, opf,
                  pandoc, pandoc_blocks, pandoc_inlines, pdf, pdfattach, pdfaxes, pdffont, pdfimage, pdfline, pdfmeta, pdfpage,
                  pdfprint, pdfrunning, pdfupright, pictures, tagged, txt, xhtml, xhtml_blocks, xhtml_pieces
    layout        bands, blocks, breaks, cells, contents, display, document, endings, flow, fontfile, fontnames, fonts, fontsource,
                  inline, letterhead, library, packaged, pages, parts, pieces, rows, ruby, tables, upright, western
    stylefile     style files into stylesheets
    stylesheet    the look as values
    zh            cells, characters, clauses, clreq, contexts, dictionary, doubts, engines, families, forms, kept, mentions, names,
                  numerals, overrides, persons, phrases, pinyin, quotes, readings, regions, rules, script, script_signs, segments,
                  sides, surnames, unsettled, upright, vocabulary, words, zhuyin
    source        bytes into text
    decoding      which encoding a text is in
    salvage       damaged bytes
    hints         what the user knows better
    model         classes, depth, dump, letterhead, nodes, official, rewriting, sizes, walk
    abreast       copies of this process, side by side
    diagnostics   findings and errors
    native        modules in machine code, where they are to be had
    bytecode      the code of modules out of one file
    startfile     the file of what is kept from run to run
"""

from __future__ import annotations

__version__ = "0.1.0"

TYPE_CHECKING = False  # what ``typing`` has, which is not imported for it
if TYPE_CHECKING:
    from convert.api import Job, Result, apply, read, write
    from convert.batch import convert_many
    from convert.making import convert_file
    from convert.volume import convert_merged, merge

__all__ = ["Job", "Result", "apply", "convert_file", "convert_many", "convert_merged", "merge", "read", "write"]
_ELSEWHERE = {
    "convert_file": "convert.making",
    "convert_many": "convert.batch",
    "convert_merged": "convert.volume",
    "merge": "convert.volume",
}


def __getattr__(name: str) -> object:
    """Import a name of the interface when it is asked for, so that ``import convert`` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module “convert” has no attribute “{name}”")
    from importlib import import_module

    return getattr(import_module(_ELSEWHERE.get(name, "convert.api")), name)


def __dir__() -> list[str]:
    return __all__
