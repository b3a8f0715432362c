"""The language model as critic: where one small edit makes a sentence much likelier.

:mod:`mtqa.critic.edits` proposes edits at places that the model found odd, for almost nothing;
:mod:`mtqa.critic.critic` lets the model read the few best again and keeps what gains enough.
"""
