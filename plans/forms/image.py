"""A picture for the text of a plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from files.images import too_large
from foundation.forms import CreateForm
from foundation.identity_numbers import refuse_identity_numbers
from plans.services.image import MOST_BYTES


class ImageForm(CreateForm):
    image = forms.FileField(
        label=_("Image"),
        help_text=_("PNG or JPEG, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        allow_empty_file=True,
    )

    def clean_image(self) -> Any:
        """The file, unless it is too large to be read or named after a person's identity number.

        Whether it is a picture the service tells.
        """
        upload = self.cleaned_data["image"]
        refuse_identity_numbers(upload.name or "")
        if upload.size > MOST_BYTES:
            raise too_large(MOST_BYTES)
        return upload

    def service_arguments(self) -> dict[str, Any]:
        upload = self.cleaned_data["image"]
        return {"image": upload.read(), "name": upload.name or ""}
