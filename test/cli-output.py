"""Answers for test/cli-output.test.ts, from the real CLI's formatters and from jmespath.

Reads a JSON list of jobs on stdin, writes a JSON list of [text, error] on stdout; one of both is null.
A job is ["json" | "text" | "table", data, title, columns], ["compile", expression],
["query", expression, data], ["pages", pages, options], ["widths"] or ["fractions"]. Data are texts of JSON, so that 1.0 stays 1.0.
"""
import argparse
import io
import json
import sys
import unicodedata
import warnings

import jmespath
from awscli import formatter
from awscli.botocore import loaders

warnings.simplefilter('ignore')


def written(kind, data, title, columns):
    args = argparse.Namespace(color='off', query=None)
    stream = io.StringIO()
    writer = formatter.get_formatter(kind, args)
    if kind == 'text':
        writer._format_response(data, stream)
        return stream.getvalue()
    if kind == 'table':
        writer.table._terminal_width = columns
    writer._format_response(title, data, stream)
    return stream.getvalue()


def widths():
    """A letter for each code point: wide, narrow, or unassigned."""
    def letter(char):
        if unicodedata.category(char) in ('Cn', 'Cs'):
            return '-'
        return 'w' if unicodedata.east_asian_width(char) in 'WFA' else 'n'
    return ''.join(letter(chr(code)) for code in range(0x110000))


def fractions():
    """Members that are fractions, of all shapes of the services that the lab has."""
    loader = loaders.Loader()
    found = []
    for service in ('ec2', 's3', 'sts'):
        shapes = loader.load_service_model(service, 'service-2')['shapes']
        for name, shape in shapes.items():
            for member, target in shape.get('members', {}).items():
                if shapes[target['shape']]['type'] in ('double', 'float'):
                    found.append('%s.%s' % (name, member))
    return ' '.join(sorted(found))


def paged(pages, options):
    """What the CLI prints of an answer that comes in pages, as text.

    `options` are the paginator's keys (input, output, more, result), query, maxItems and startingToken. A page is
    found by its token: None, then "1", "2", ...
    """
    compiled = jmespath.compile
    more = options['more']
    query = options['query']
    iterator = formatter.PageIterator(
        method=lambda **args: pages[int(args.get(options['input'], 0))],
        input_token=[options['input']], output_token=[compiled(options['output'])],
        more_results=None if more is None else compiled(more),
        result_keys=[compiled(name) for name in options['result']], non_aggregate_keys=[],
        limit_key=None, max_items=options['maxItems'], starting_token=options['startingToken'],
        page_size=None, op_kwargs={})
    stream = io.StringIO()
    args = argparse.Namespace(query=None if query is None else compiled(query))
    try:
        formatter.get_formatter('text', args)('DescribeThings', iterator, stream)
    except jmespath.exceptions.JMESPathError:
        return stream.getvalue() + 'and an error'
    return stream.getvalue()


def answer(kind, *rest):
    if kind == 'widths':
        return widths()
    if kind == 'fractions':
        return fractions()
    if kind == 'pages':
        return paged(json.loads(rest[0]), json.loads(rest[1]))
    if kind == 'compile':
        jmespath.compile(rest[0])
        return ''
    if kind == 'query':
        result = jmespath.compile(rest[0]).search(json.loads(rest[1]))
        return json.dumps(result, separators=(',', ':'))
    return written(kind, json.loads(rest[0]), *rest[1:])


def answered(job):
    try:
        return [answer(*job), None]
    except Exception as error:
        return [None, str(error)]


if __name__ == '__main__':
    json.dump([answered(job) for job in json.load(sys.stdin)], sys.stdout)
