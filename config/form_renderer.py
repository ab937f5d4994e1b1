"""How every form of the site is drawn."""

from django.forms.renderers import TemplatesSetting


class PorchlightRenderer(TemplatesSetting):
    """Label, help, error and control in our markup: `{{ form }}` and `{{ field.as_field_group }}`."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
