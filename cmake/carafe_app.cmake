# carafe_app is defined with the first application.
