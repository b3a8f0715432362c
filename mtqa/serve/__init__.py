"""The page and the JSON API of ``mtqa serve``; needs the extra ``mtqa[serve]``.

:func:`mtqa.serve.app.create_app` makes the application out of any function that scores a
document; :func:`mtqa.serve.run.run_server` runs it with the pipeline. A request passes

    guard (host, size, concurrency, headers) → endpoint → batch queue → one scoring thread

and nothing of it is kept once it is answered.
"""
