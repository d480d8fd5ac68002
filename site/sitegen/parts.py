"""What the JSON documents below /data/v1/ are made of."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """Each field is explained by the text below it, which the schema shows too."""

    model_config = ConfigDict(
        frozen=True,
        use_attribute_docstrings=True,
        json_schema_serialization_defaults_required=True,
        model_title_generator=lambda model: model.__name__.removesuffix("Data"),
    )
